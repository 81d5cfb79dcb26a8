import { findBinary } from "../../src/dev/binaries.ts";

/** A process that finds the Temporal program for a folder, knowing no PATH, and prints where it is. */
const [binDir = ""] = process.argv.slice(2);
const say = (line: string) => process.stderr.write(`${line}\n`);
process.stdout.write(await findBinary("temporal", { binDir, log: { info: say, warn: say } }));
