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
    asked.go();
  };
  return (
    <Dialog title="Leave without saving?" close={stay}>
      <p>{asked.loss}</p>
      <Choice yes="Leave" no="Stay" danger confirm={leave} close={stay} />
    </Dialog>
  );
}
