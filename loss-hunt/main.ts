import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { hunt } from "./hunt.ts";

const USAGE = "npm run loss-hunt -- [--seconds 60] [--seed N] [--rate 60]";

/** The whole numbers of the command line; says how it is used where something else stands there. */
function readOptions() {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { seconds: text, seed: text, rate: text } });
  const whole = (value: string | undefined, otherwise: number) => {
    if (value === undefined) return otherwise;
    if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`${value} is no whole number`);
    return Number(value);
  };
  return {
    seconds: whole(values.seconds, 60),
    rate: whole(values.rate, 60),
    seed: whole(values.seed, randomInt(1, 1_000_000)),
  };
}

function options() {
  try {
    return readOptions();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return process.exit(2);
  }
}

const say = (line: string) => void process.stderr.write(`${line}\n`);
const chosen = options();
say(`loss hunt: ${JSON.stringify(chosen)}`);
const { faults, ...figures } = await hunt({ ...chosen, say });
for (const fault of faults) say(`BROKEN: ${fault}`);
process.stdout.write(`${JSON.stringify({ ...chosen, ...figures, broken: faults.length }, null, 2)}\n`);
process.exit(faults.length > 0 ? 1 : 0);
