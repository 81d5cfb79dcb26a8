import type { SupervisedThread } from "./supervised-thread.ts";

/** A number of threads kept alive: one that ends is replaced. */
export interface Crew {
  /** A thread that waits for a job, no longer idle, or null. */
  take(): SupervisedThread | null;
  /** Gives back a thread that finished its job. */
  giveBack(thread: SupervisedThread): void;
  /** Starts what is missing; needed after threads could not start, for those are not tried again by themselves. */
  fill(): void;
  /** Ends all threads, for good. */
  stop(): Promise<void>;
}

/** What the owner of a crew is told. */
export interface CrewEvents {
  /** A thread became idle. */
  idle(): void;
  /** A thread could not start. */
  startFailed(fault: unknown): void;
}

/** Keeps `size` threads; one that goes is replaced, but for one that could not even start. */
export function createCrew(startThread: () => SupervisedThread, size: number, events: CrewEvents): Crew {
  const threads = new Set<SupervisedThread>();
  const idle = new Set<SupervisedThread>();
  let stopped = false;

  function fill(): void {
    while (!stopped && threads.size < size) void follow(startThread());
  }
  async function follow(thread: SupervisedThread): Promise<void> {
    threads.add(thread);
    const started = await begin(thread);
    await thread.gone;
    threads.delete(thread);
    idle.delete(thread);
    if (started) fill();
  }
  async function begin(thread: SupervisedThread): Promise<boolean> {
    try {
      await thread.ready;
    } catch (fault) {
      events.startFailed(fault);
      return false;
    }
    giveBack(thread);
    return true;
  }
  function giveBack(thread: SupervisedThread): void {
    idle.add(thread);
    events.idle();
  }

  return {
    fill,
    giveBack,
    take() {
      const [thread] = idle;
      if (!thread) return null;
      idle.delete(thread);
      return thread;
    },
    async stop() {
      stopped = true;
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}
