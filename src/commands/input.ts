import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { usageFault } from "./exit.ts";

/** The bytes of a file, or of standard input for `-`. Throws a usage fault where there are none to be read. */
export async function readInput(file: string): Promise<Buffer> {
  const read = file === "-" ? buffer(process.stdin) : readFile(file);
  return read.catch(({ code = "", message }: NodeJS.ErrnoException) => {
    throw usageFault(`${file}: ${FAULTS[code] ?? message}`);
  });
}

const FAULTS: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read",
};
