/**
 * The step boundaries at which a process may be told to die, in the order in which a webhook passes them; behind them
 * those of changes, bulk operations and the reconciler. What a name says has happened, and nothing after it.
 */
export const FAILPOINTS = [
  "after-insert",
  "after-answer",
  "before-events",
  "after-events",
  "after-routing",
  "before-start",
  "after-start",
  "after-mark",
  "before-send",
  "after-send",
  "after-attempt",
  "after-settlement",
  "after-release",
  "in-bulk-operation",
  "after-put-back",
] as const;
/** The name of a step boundary. */
export type FailpointName = (typeof FAILPOINTS)[number];

/** Marks a step boundary. Where no failpoint is named there is no such function, and the mark costs nothing. */
export type Failpoint = (name: FailpointName) => void;

/** At which boundaries to die, and at which passage of each: 1 is the first. */
export type ArmedFailpoints = Partial<Record<FailpointName, number>>;

const FORM = /^([a-z-]+)(?::([1-9]\d{0,5}))?$/;

/** Reads `name` and `name:n`, separated by commas. Throws one line that says what would be right. */
export function parseFailpoints(text: string): ArmedFailpoints {
  const armed: ArmedFailpoints = {};
  for (const item of text.split(",")) {
    const [, name, passage = "1"] = FORM.exec(item.trim()) ?? [];
    const known = FAILPOINTS.find((it) => it === name);
    if (!known) throw new Error(`must be name or name:n, the names among ${FAILPOINTS.join(" ")}`);
    armed[known] = Number(passage);
  }
  return armed;
}

/** Calls `die` at the armed passages, each once; undefined where none is armed. */
export function createFailpoint(armed: ArmedFailpoints | null, die: () => void): Failpoint | undefined {
  if (!armed) return undefined;
  const left = new Map(Object.entries(armed));
  return (name) => {
    const passages = left.get(name);
    if (passages === undefined) return;
    left.set(name, passages - 1);
    if (passages === 1) die();
  };
}
