import { createCell, useCell } from "../cell.ts";
import { exact, relative } from "../format.ts";
import { usePreferences } from "../preferences.ts";

const TICK = 1000;
const now = createCell(Date.now());
setInterval(() => document.hidden || now.set(Date.now()), TICK);

/** The present, in steps of a second. */
export const useNow = (): number => useCell(now);

/** A moment, told from now; the exact time is in its title, or beside it. */
export function Time({ at, beside = false }: { at: string; beside?: boolean }) {
  const { clock } = usePreferences();
  const text = relative(Date.parse(at), useNow());
  const title = exact(at, clock);
  return (
    <time dateTime={at} title={title}>
      {text}
      {beside ? <span class="faint"> · {title}</span> : null}
    </time>
  );
}

/** A moment to the millisecond; how long ago is in its title. */
export function ExactTime({ at }: { at: string }) {
  const { clock } = usePreferences();
  return (
    <time dateTime={at} title={relative(Date.parse(at), useNow())}>
      {exact(at, clock)}
    </time>
  );
}
