import { Unavailable } from "../errors.ts";
import { createCrew } from "./crew.ts";
import type { Job } from "./protocol.ts";
import type { Outcome, SupervisedThread } from "./supervised-thread.ts";
import { createTurns, type Turns } from "./turns.ts";

/** A job was not run, through no fault of its code: try again later. */
export class SandboxUnavailable extends Unavailable {
  override name = "SandboxUnavailable";

  constructor(reason: string, options?: ErrorOptions) {
    super("The sandbox", reason, options);
  }
}

/** How much may run, and wait. */
export interface PoolOptions {
  /** Jobs that run at the same time. One more thread is kept ready, to step in for one that was ended. */
  threads: number;
  /** Jobs that wait; one more is refused. */
  maxQueued: number;
  /** How long a job waits for a thread before it is refused, in milliseconds. */
  maxWaitMs: number;
  /** Told of each thread that a job cost: it overran, crashed, or left too large an engine behind. */
  threadLost?: ((reason: "overran" | "crashed" | "spent") => void) | undefined;
}

/** Where jobs meet threads. */
export interface Pool extends AsyncDisposable {
  /**
   * Rejects with `SandboxUnavailable`, or with the signal's reason, which also ends a job that already runs. Shares take
   * turns in the queue.
   */
  submit(job: Job, signal?: AbortSignal, share?: string): Promise<Outcome>;
}

interface Waiting {
  start: (thread: SupervisedThread) => void;
  refuse: (reason: Error) => void;
}

/** Queues jobs over threads that `startThread` makes. */
export function createPool(startThread: () => SupervisedThread, options: PoolOptions): Pool {
  const queue = createTurns<Waiting>();
  let running = 0;
  let closed = false;
  const crew = createCrew(startThread, options.threads + 1, {
    idle: next,
    startFailed: (cause) => refuseAll(new SandboxUnavailable("The sandbox does not start", { cause })),
  });

  function next(): void {
    const [waiting] = queue;
    const thread = waiting && running < options.threads ? crew.take() : null;
    if (thread) waiting?.start(thread);
  }
  function refuseAll(reason: Error): void {
    for (const waiting of [...queue]) waiting.refuse(reason);
  }
  async function perform(thread: SupervisedThread, job: Job, signal?: AbortSignal): Promise<Outcome> {
    const abort = () => void thread.stop();
    signal?.addEventListener("abort", abort);
    running += 1;
    const outcome = await thread.perform(job);
    running -= 1;
    signal?.removeEventListener("abort", abort);
    if (outcome.type === "answered" && !outcome.answer.spent) crew.giveBack(thread);
    else next();
    if (outcome.type === "answered") {
      if (outcome.answer.spent) options.threadLost?.("spent");
    } else if (outcome.type !== "lost" && !signal?.aborted && !closed) options.threadLost?.(outcome.type);
    if (outcome.type === "lost" || outcome.type === "crashed") signal?.throwIfAborted();
    if (outcome.type === "lost" || (outcome.type === "crashed" && closed)) {
      throw new SandboxUnavailable(`The run was lost with its thread: ${outcome.reason}`);
    }
    return outcome;
  }

  crew.fill();
  return {
    async submit(job, signal, share = "") {
      signal?.throwIfAborted();
      if (closed) throw new SandboxUnavailable("The sandbox is closed");
      if (queue.size >= options.maxQueued)
        throw new SandboxUnavailable(`${queue.size} runs are waiting already`);
      crew.fill();
      const place = { queue, share, maxWaitMs: options.maxWaitMs };
      const outcome = enqueue(place, (thread) => perform(thread, job, signal), signal);
      next();
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      refuseAll(new SandboxUnavailable("The sandbox is closed"));
      await crew.stop();
    },
  };
}

/** Waits in the queue for a thread to begin with, at most as long as the time and the signal allow. */
function enqueue<T>(
  { queue, share, maxWaitMs }: { queue: Turns<Waiting>; share: string; maxWaitMs: number },
  begin: (thread: SupervisedThread) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      queue.remove(share, waiting);
    };
    const waiting: Waiting = {
      start(thread) {
        leave();
        resolve(begin(thread));
      },
      refuse(reason) {
        leave();
        reject(reason);
      },
    };
    const abort = () => waiting.refuse(signal?.reason as Error);
    const expire = () => waiting.refuse(new SandboxUnavailable(`No thread was free within ${maxWaitMs} ms`));
    const timer = setTimeout(expire, maxWaitMs);
    signal?.addEventListener("abort", abort);
    queue.add(share, waiting);
  });
}
