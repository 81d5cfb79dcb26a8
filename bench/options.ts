import { parseArgs } from "node:util";
import type { Effort } from "./harness.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

/** What is said on the command line: `--seconds` for each lap, `--laps`, and `--json`. Throws where it is wrong. */
export function readOptions(args: string[]): Effort & { json: boolean } {
  const options = { seconds: { ...text, default: "2" }, laps: { ...text, default: "3" }, json: flag };
  const { values } = parseArgs({ args, options });
  return { ...effortOf(values, 3), json: values.json };
}

/** What `npm run bench` is asked for. */
export interface BenchOptions extends Effort {
  parts: string[];
  /** Of what is filled, delayed or retried; null: each part's own. */
  size: number | null;
  /** Whether all parts run on one gateway and its data: quicker, and each part feels those before. */
  together: boolean;
  /** Where FastHook's processes leave their profiles (`node --cpu-prof`), or null. */
  profile: string | null;
  form: "table" | "json" | "markdown";
  /** Nothing is run; it is told what can be. */
  help: boolean;
}

/** The same of `npm run bench`, which runs all `known` parts where none is named. Throws where it is wrong. */
export function readBenchOptions(args: string[], known: string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seconds: { ...text, default: "10" },
      laps: { ...text, default: "3" },
      size: text,
      together: flag,
      profile: text,
      json: flag,
      markdown: flag,
      help: { ...flag, short: "h" },
    },
  });
  const unknown = positionals.find((part) => !known.includes(part));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: choose of ${known.join(", ")}`);
  const size = values.size === undefined ? null : Number(values.size);
  if (size !== null && !(Number.isInteger(size) && size > 0))
    throw new Error("--size must be a whole number above 0");
  return {
    ...effortOf(values, 1),
    parts: positionals.length > 0 ? known.filter((part) => positionals.includes(part)) : known,
    size,
    together: values.together,
    profile: values.profile ?? null,
    form: values.json ? "json" : values.markdown ? "markdown" : "table",
    help: values.help,
  };
}

function effortOf(values: { seconds: string; laps: string }, leastLaps: number): Effort {
  const [seconds, laps] = [Number(values.seconds), Number(values.laps)];
  if (!(seconds > 0)) throw new Error("--seconds must be a number above 0");
  if (!Number.isInteger(laps) || laps < leastLaps)
    throw new Error(`--laps must be a whole number from ${leastLaps} up`);
  return { seconds, laps };
}
