import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { usageFault } from "./exit.ts";

/** The bytes of a file, or of standard input for `-`. Throws a usage fault where there are none to be read. */
export async function readInput(file: string): Promise<Buffer> {
  const read = file === "-" ? buffer(process.stdin) : readFile(file);
  return read.catch((error: Error) => {
    throw usageFault(`${file}: ${error.message}`);
  });
}
