import { useState } from "preact/hooks";
import { useDirectory } from "../directory.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";

/** Asks which of several transformations a rule is to run. */
export function ChooseTransformation({ chosen, close }: { chosen: (id: string) => void; close: () => void }) {
  const all = [...useDirectory().transformations.values()].sort((a, b) => a.name.localeCompare(b.name));
  const [id, setId] = useState(all[0]?.id ?? "");
  const add = () => {
    chosen(id);
    close();
  };
  return (
    <Dialog title="Which transformation?" close={close}>
      <label class="field">
        <span>Transformation</span>
        <select value={id} onChange={(it) => setId(it.currentTarget.value)}>
          {all.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </select>
      </label>
      <Choice yes="Add the rule" confirm={add} close={close} />
    </Dialog>
  );
}
