import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Choice, Dialog } from "../parts/dialog.tsx";
import { complain, say } from "../parts/toast.tsx";
import { ScopedButton } from "../parts/scoped-button.tsx";

/** Gives a source another URL, after a question: the old one can't be had back. */
export function NewUrl({ id, changed }: { id: string; changed: () => void }) {
  const [asked, ask] = useState(false);
  const rotate = () =>
    call("POST", `/sources/${id}/rotate_token`).then(() => {
      say("The source has a new URL.");
      ask(false);
      changed();
    }, complain);
  return (
    <>
      <ScopedButton type="button" class="button" onClick={() => ask(true)}>
        New URL
      </ScopedButton>
      {asked ? (
        <Dialog title="Give this source a new URL?" close={() => ask(false)}>
          <p>The present one ends at once: what is still sent there is answered with 404, and not kept.</p>
          <Choice yes="Make a new URL" danger confirm={() => void rotate()} close={() => ask(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
