import { useCell } from "../cell.ts";
import { forgetDrafts, leaving } from "../drafts.ts";
import { Choice, Dialog } from "./dialog.tsx";

/** Asks before what was not saved is lost. */
export function LeaveDialog() {
  const asked = useCell(leaving);
  if (!asked) return null;
  const stay = () => leaving.set(null);
  const leave = () => {
    forgetDrafts();
    stay();
    asked.go();
  };
  return (
    <Dialog title="Leave without saving?" close={stay}>
      <p>You have changed {asked.what}, and not saved it. Leaving this page loses the change.</p>
      <Choice yes="Leave" no="Stay" danger confirm={leave} close={stay} />
    </Dialog>
  );
}
