import { closeSync, copyFileSync, existsSync, openSync, renameSync, statSync, truncateSync } from "node:fs";
import { open } from "node:fs/promises";

/** A log grows to this many bytes; what was in it is then kept as the one older copy, `<log>.1`. */
const LARGEST = 32 * 1024 * 1024;
const CHECK_INTERVAL = 30_000;
const TAIL = 64 * 1024;

/** Puts the log of the run before aside as `<log>.1`. */
export function rotateLog(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.1`);
}

/** Opens the log for a server's output, appending: so the server writes on at the start after a truncation. */
export function withLog<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, "a");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Keeps a log that is being written within bounds, until disposed. */
export function boundLog(path: string): Disposable {
  const timer = setInterval(() => {
    if (!existsSync(path) || statSync(path).size < LARGEST) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  }, CHECK_INTERVAL);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** The line of a log that most likely says why its server ended: the last error of a mongod, else the last line. */
export async function lastWords(path: string): Promise<string> {
  const lines = (await tail(path)).split("\n").filter((line) => line.trim() !== "");
  const error = lines.findLast((line) => /"s":"[EF]"/.test(line));
  const line = error ?? lines.at(-1) ?? "nothing";
  const said = /"msg":"[^"]*"(?:,"attr":.*)?/.exec(line)?.[0] ?? line;
  return said.trim().slice(0, 300);
}

async function tail(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TAIL), position: start });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
