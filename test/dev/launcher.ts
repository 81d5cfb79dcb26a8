import { startStack } from "../../src/dev/stack.ts";

/** A process to be killed: starts a stack on the folder given, prints its addresses as one line of JSON, and stays. */
const [dataDir = "", binDir = "", temporary = ""] = process.argv.slice(2);
const say = (line: string) => process.stderr.write(`${line}\n`);
const stack = await startStack({
  dataDir,
  binDir,
  mongod: true,
  temporal: true,
  binaries: {},
  log: { info: say, warn: say },
  temporary: temporary === "temporary",
});
process.stdout.write(`${JSON.stringify(stack)}\n`);
