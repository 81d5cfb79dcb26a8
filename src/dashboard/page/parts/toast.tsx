import { asProblem } from "../api.ts";
import { createCell, useCell } from "../cell.ts";

interface Said {
  text: string;
  tone: "good" | "bad";
}

const said = createCell<Said | null>(null);
const SHOWN_FOR = 5000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says briefly what has happened. */
export function say(text: string, tone: Said["tone"] = "good"): void {
  clearTimeout(timer);
  said.set({ text, tone });
  timer = setTimeout(() => said.set(null), SHOWN_FOR);
}

/** Says what went wrong. */
export const complain = (error: unknown): void => say(asProblem(error).detail, "bad");

/** Where it is said; read aloud too. */
export function Toast() {
  const now = useCell(said);
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {now ? <p class={`toast ${now.tone}`}>{now.text}</p> : null}
    </div>
  );
}
