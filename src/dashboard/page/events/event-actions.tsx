import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { useKeys } from "../keys.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { complain, say } from "../parts/toast.tsx";
import type { Wire } from "../wire.ts";
import { useRefusal } from "../session/own-key.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";

const WAITING = new Set<Wire["event"]["status"]>(["queued", "held", "processing"]);

/** Retry and cancel, each after a question that tells what it does. */
export function EventActions({ event, done }: { event: Wire["event"]; done: () => void }) {
  const [asked, ask] = useState<"retry" | "cancel" | null>(null);
  const waits = WAITING.has(event.status);
  const close = () => ask(null);
  const mayWrite = useRefusal("write") === null;
  useKeys({
    ...(mayWrite ? { r: { says: "Retry this event", run: () => ask("retry") } } : {}),
    ...(mayWrite && waits ? { c: { says: "Cancel this event", run: () => ask("cancel") } } : {}),
  });
  return (
    <>
      {waits ? (
        <ScopedButton type="button" class="button" onClick={() => ask("cancel")}>
          Cancel
        </ScopedButton>
      ) : null}
      <ScopedButton type="button" class="button primary" onClick={() => ask("retry")}>
        <Icon name="retry" size={14} /> Retry
      </ScopedButton>
      {asked === "retry" ? <RetryQuestion event={event} waits={waits} done={done} close={close} /> : null}
      {asked === "cancel" ? <CancelQuestion event={event} done={done} close={close} /> : null}
    </>
  );
}

interface QuestionProps {
  event: Wire["event"];
  done: () => void;
  close: () => void;
}

/** Runs one of the calls, says what came of it, and closes the question. */
function useCall({ done, close }: QuestionProps) {
  const [busy, setBusy] = useState(false);
  const run = async (method: string, path: string, body: object | undefined, words: string) => {
    setBusy(true);
    try {
      await call(method, path, { body });
      say(words);
      done();
      close();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  return { busy, run };
}

function RetryQuestion(props: QuestionProps & { waits: boolean }) {
  const { event, waits, close } = props;
  const [refresh, setRefresh] = useState(false);
  const { busy, run } = useCall(props);
  const body = refresh ? { refresh } : {};
  return (
    <Dialog title="Send this event again?" close={close}>
      {event.status === "delivered" ? (
        <p class="notice wait">
          It was delivered already. The destination gets it once more, with the same <code>webhook-id</code>.
        </p>
      ) : null}
      <p>
        {waits
          ? "Its next attempt is made now instead of at its time."
          : "One more attempt is made now, to the destination as it is set up at present."}
      </p>
      <label class="check">
        <input type="checkbox" checked={refresh} onChange={(box) => setRefresh(box.currentTarget.checked)} />
        <span>
          Transform the original request anew
          <span class="faint"> by the connection's present rules, instead of sending what it had</span>
        </span>
      </label>
      <Choice
        yes="Retry"
        busy={busy}
        confirm={() => void run("POST", `/events/${event.id}/retry`, body, "The event is sent again.")}
        close={close}
      />
    </Dialog>
  );
}

function CancelQuestion(props: QuestionProps) {
  const { event, close } = props;
  const { busy, run } = useCall(props);
  return (
    <Dialog title="Cancel this event?" close={close}>
      <p>No automatic attempt is made any more. It can be retried later.</p>
      <Choice
        yes="Cancel the event"
        danger
        busy={busy}
        confirm={() => void run("PUT", `/events/${event.id}/cancel`, undefined, "The event is cancelled.")}
        close={close}
      />
    </Dialog>
  );
}
