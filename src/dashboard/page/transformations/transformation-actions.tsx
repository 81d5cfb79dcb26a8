import { useState } from "preact/hooks";
import { navigate } from "../address.ts";
import { asProblem, call } from "../api.ts";
import { reloadDirectory } from "../directory.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { say } from "../parts/toast.tsx";
import type { Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

interface ActionProps {
  transformation: Wire["transformation"];
  /** Connections that use it: it can't be deleted then. */
  uses: number;
  changed: () => void;
}

/** Renames and deletes a transformation. */
export function TransformationActions(props: ActionProps) {
  const [asked, ask] = useState<"rename" | "delete" | null>(null);
  const close = () => ask(null);
  return (
    <>
      <ScopedButton type="button" class="button quiet" onClick={() => ask("delete")}>
        Delete
      </ScopedButton>
      <ScopedButton type="button" class="button" onClick={() => ask("rename")}>
        Rename
      </ScopedButton>
      {asked === "rename" ? <Rename {...props} close={close} /> : null}
      {asked === "delete" ? <Remove {...props} close={close} /> : null}
    </>
  );
}

function Rename({ transformation, changed, close }: ActionProps & { close: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (name: string) => (fields.get(name) as string).trim();
    const body = { name: text("name"), description: text("description") || null };
    try {
      await call("PATCH", `/transformations/${transformation.id}`, { body });
      changed();
      close();
      await reloadDirectory();
    } catch (error) {
      setProblem(asProblem(error));
    }
  }
  return (
    <Dialog title="Rename" close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <label>
          Name
          <input name="name" required autofocus defaultValue={transformation.name} />
        </label>
        <label>
          <span>
            Description <span class="faint">optional</span>
          </span>
          <input name="description" defaultValue={transformation.description ?? ""} />
        </label>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div class="actions end">
          <button type="button" class="button" onClick={close}>
            Not now
          </button>
          <button class="button primary">Save</button>
        </div>
      </form>
    </Dialog>
  );
}

function Remove({ transformation: { id, name }, uses, close }: ActionProps & { close: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async () => {
    try {
      await call("DELETE", `/transformations/${id}`);
      say(`${name} is deleted.`);
      navigate("/transformations", { asked: true });
      await reloadDirectory();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <Dialog title={`Delete ${name}?`} close={close}>
      <p>
        {uses > 0
          ? "It can't be deleted while the rules of connections name it: take it out of them first."
          : "Its code and all its versions are gone then. What it did to events stays on record."}
      </p>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <Choice yes="Delete" danger busy={uses > 0} confirm={() => void remove()} close={close} />
    </Dialog>
  );
}
