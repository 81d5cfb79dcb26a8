import { useKeyList } from "../keys.ts";
import { Dialog } from "./dialog.tsx";

/** The keys that act on this page. */
export function KeysDialog({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys" close={close}>
      <dl class="keys">
        {useKeyList().map(([key, says]) => (
          <div key={key}>
            <dt>
              <kbd>{key === "Escape" ? "Esc" : key}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <div class="actions end">
        <button type="button" class="button" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
