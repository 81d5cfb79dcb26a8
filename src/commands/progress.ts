import type { Output } from "./output.ts";

/** A line on a terminal that is drawn over again. Nothing is drawn where nobody watches. */
export interface Progress {
  /** `done` from 0 to 1. */
  show: (done: number, text: string) => void;
  /** Takes the line away. */
  clear: () => void;
}

const WIDTH = 24;
const ERASE_LINE = "\r\x1b[2K";

/** A bar with a text behind it. */
export function createProgress({ watched, remarks }: Pick<Output, "watched" | "remarks">): Progress {
  if (!watched) return { show: () => undefined, clear: () => undefined };
  return {
    show: (done, text) => void remarks.write(`${ERASE_LINE}${bar(done)} ${text}`),
    clear: () => void remarks.write(ERASE_LINE),
  };
}

/** `█████░░░ 62 %`; 100 % only when it is done. */
export function bar(done: number): string {
  const filled = Math.floor(done * WIDTH);
  const percent = String(Math.floor(done * 100)).padStart(3);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${percent} %`;
}
