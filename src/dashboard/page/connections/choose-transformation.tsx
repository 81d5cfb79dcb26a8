import { useState } from "preact/hooks";
import { useDirectory } from "../directory.ts";
import { NoTransformation } from "../form/choices.tsx";
import { Choice, Dialog } from "../parts/dialog.tsx";

/** Asks which of several transformations a rule is to run. */
export function ChooseTransformation({ chosen, close }: { chosen: (id: string) => void; close: () => void }) {
  const all = [...useDirectory().transformations.values()].sort((a, b) => a.name.localeCompare(b.name));
  const [id, setId] = useState("");
  const add = () => {
    chosen(id);
    close();
  };
  return (
    <Dialog title="Which transformation?" close={close}>
      <label class="field">
        <span>Transformation</span>
        <select value={id} onChange={(it) => setId(it.currentTarget.value)}>
          <option value="" disabled>
            choose…
          </option>
          {all.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </select>
      </label>
      {all.length === 0 ? <NoTransformation /> : null}
      <Choice yes="Add the rule" busy={id === ""} confirm={add} close={close} />
    </Dialog>
  );
}
