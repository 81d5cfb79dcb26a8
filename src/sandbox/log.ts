import { LOG_BYTES, LOG_LINES } from "./limits.ts";
import type { LogLevel, LogLine } from "./protocol.ts";

/** What a run writes to `console`, within the limits. */
export interface Log {
  readonly lines: LogLine[];
  readonly truncated: boolean;
  write(level: LogLevel, message: string): void;
}

/** An empty log of one run. */
export function createLog(): Log {
  const lines: LogLine[] = [];
  let left = LOG_BYTES;
  let truncated = false;
  return {
    lines,
    get truncated() {
      return truncated;
    },
    write(level, message) {
      truncated ||= lines.length === LOG_LINES || left === 0;
      if (truncated) return;
      const bytes = Buffer.from(message);
      truncated = bytes.length > left;
      lines.push({ level, message: truncated ? wholeCharacters(bytes.subarray(0, left)) : message });
      left -= Math.min(left, bytes.length);
    },
  };
}

/** In stream mode the decoder keeps an unfinished last character to itself. */
const wholeCharacters = (bytes: Uint8Array) => new TextDecoder().decode(bytes, { stream: true });
