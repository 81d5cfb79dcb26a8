import { ConfigError } from "./config.ts";
import type { Lifetime } from "./lifetime.ts";
import { createLifetime } from "./lifetime.ts";

/** Milliseconds after which a stop that hangs is ended by force. */
const STOP_WITHIN = 30_000;
const ORPHAN_STOPS_WITHIN = 10_000;
/** One Ctrl-C may arrive twice, from the terminal and from npm: only a later one is a second one. */
const SAME_SIGNAL = 1000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a command that lives until a signal: `start` opens what it needs into the lifetime, which is closed in the end
 * whatever happened. A second signal ends the process at once. Answers the exit code: 0 after a clean stop, 1 where
 * the start failed.
 */
export async function runUntilSignal(
  start: (lifetime: Lifetime, stop: AbortSignal) => Promise<void>,
): Promise<number> {
  const stop = new AbortController();
  const lifetime = createLifetime();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve()));
  let force: NodeJS.Timeout | undefined;
  let signalledAt = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (force && signal === "SIGINT" && Date.now() - signalledAt > SAME_SIGNAL) process.exit(130);
    signalledAt ||= Date.now();
    force ??= setTimeout(() => process.exit(1), STOP_WITHIN);
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // The process that started this one to work beside it was killed, and may be started again at once.
  process.once("disconnect", () => {
    onSignal("SIGTERM");
    setTimeout(() => process.exit(1), ORPHAN_STOPS_WITHIN).unref();
  });
  let code = 0;
  try {
    await start(lifetime, stop.signal);
    await stopped;
  } catch (error) {
    if (!stop.signal.aborted) {
      code = 1;
      complain(error);
    }
  }
  await lifetime[Symbol.asyncDispose]().catch((error: unknown) => {
    code = 1;
    complain(error);
  });
  clearTimeout(force);
  return code;
}

/** One line for each fault on standard error. */
export function complain(error: unknown): void {
  for (const line of faultLines(error)) process.stderr.write(`fasthook: ${line}\n`);
}

/** What there is to say of whatever was thrown. */
export function faultLines(error: unknown): string[] {
  if (error instanceof ConfigError) return error.faults;
  return [error instanceof Error ? error.message : String(error)];
}
