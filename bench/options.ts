import { parseArgs } from "node:util";
import type { Effort } from "./harness.ts";

/** What is said on the command line: `--seconds` for each lap, `--laps`, and `--json`. Throws where it is wrong. */
export function readOptions(args: string[]): Effort & { json: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "2" },
      laps: { type: "string", default: "3" },
      json: { type: "boolean", default: false },
    },
  });
  const [seconds, laps] = [Number(values.seconds), Number(values.laps)];
  if (!(seconds > 0)) throw new Error("--seconds must be a number above 0");
  if (!Number.isInteger(laps) || laps < 3) throw new Error("--laps must be a whole number from 3 up");
  return { seconds, laps, json: values.json };
}
