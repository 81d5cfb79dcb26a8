import { useState } from "preact/hooks";
import { navigate } from "../address.ts";
import { asProblem, call } from "../api.ts";
import { reloadDirectory, useDirectory, useDirectoryKnown } from "../directory.ts";
import { counted } from "../format.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { Empty, ProblemNotice, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Time } from "../parts/time.tsx";
import type { Problem, Wire } from "../wire.ts";

const FIRST_CODE = `addHandler("transform", (request, context) => {
  // The body is read as its content type says: JSON, form fields or text.
  console.log("from", context.source?.name);
  return request;
});
`;

/** The code that changes requests on their way. */
export function TransformationsPage() {
  const { transformations, connections } = useDirectory();
  const known = useDirectoryKnown();
  const [asked, ask] = useState(false);
  const usesOf = (id: string) =>
    [...connections.values()].filter(({ rules }) =>
      rules.some((rule) => rule.type === "transform" && rule.transformation_id === id),
    ).length;
  return (
    <>
      <PageHead title="Transformations">
        <button type="button" class="button primary" onClick={() => ask(true)}>
          <Icon name="plus" size={14} /> New transformation
        </button>
      </PageHead>
      {known ? null : <Waiting rows={4} />}
      {known && transformations.size === 0 ? (
        <Empty title="No transformation yet">
          <p>JavaScript that changes a request before it is delivered, or drops it.</p>
        </Empty>
      ) : null}
      <ol class="rows">
        {[...transformations.values()].map(({ id, name, description, version, updated_at }) => (
          <li key={id}>
            <a class="row transformations" href={`/transformations/${id}`}>
              <span class="cell-main">
                {name} {description ? <span class="faint">{description}</span> : null}
              </span>
              <span class="cell-note">{counted(usesOf(id), "connection")}</span>
              <span class="cell-number">version {version}</span>
              <span class="cell-time">
                <Time at={updated_at} />
              </span>
            </a>
          </li>
        ))}
      </ol>
      {asked ? <NewTransformation close={() => ask(false)} /> : null}
    </>
  );
}

function NewTransformation({ close }: { close: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(form: HTMLFormElement): Promise<void> {
    const name = new FormData(form).get("name");
    try {
      const made = await call<Wire["transformation"]>("POST", "/transformations", {
        body: { name, code: FIRST_CODE },
      });
      await reloadDirectory();
      navigate(`/transformations/${made.id}`);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }
  return (
    <Dialog title="New transformation" close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <label>
          Name
          <input name="name" required autofocus placeholder="strip-personal-data" />
        </label>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div class="actions end">
          <button type="button" class="button" onClick={close}>
            Not now
          </button>
          <button class="button primary">Create</button>
        </div>
      </form>
    </Dialog>
  );
}
