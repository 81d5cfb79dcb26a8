import { Context } from "@temporalio/activity";
import type { Lane } from "../src/rules/outcome.ts";

/** Milliseconds between heartbeats: well within the timeout of 20 s that the workflow gives. */
const EVERY = 5000;

/**
 * Does `work` while telling Temporal that this process lives, so that after a crash another one takes over within
 * seconds. A local activity needs no heartbeat: its workflow task has a timeout of its own.
 */
export async function heartbeating<R>(work: (signal: AbortSignal, lane: Lane) => Promise<R>): Promise<R> {
  const context = Context.current();
  if (context.info.isLocal) return work(context.cancellationSignal, "local");
  const timer = setInterval(() => context.heartbeat(), EVERY);
  try {
    return await work(context.cancellationSignal, "remote");
  } finally {
    clearInterval(timer);
  }
}
