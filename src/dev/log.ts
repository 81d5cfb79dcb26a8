/** Where this folder reports to, one line a call; a pino logger fits. */
export interface DevLog {
  info(line: string): void;
  warn(line: string): void;
}
