import { Unavailable } from "../errors.ts";
import type { EventDocument } from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import type { Logger } from "../telemetry.ts";
import { repeat, type Loop } from "./repeat.ts";

/** What the dispatcher needs. */
export interface DispatcherDependencies {
  events: Pick<EventStore, "claimUndispatched" | "markDispatched" | "release" | "followOutbox">;
  /** Gives events their places under their destinations' rate limits, in the order given. */
  assign: (events: EventDocument[]) => Promise<EventDocument[]>;
  /** Starts an event's workflow; one that runs already counts as started. Rejects with Unavailable, or another error. */
  start: (event: EventDocument) => Promise<void>;
  newLease: () => string;
  now: () => Date;
  log: Logger;
}

/** Milliseconds for which a claimed event is ours: longer than any start, short enough to recover from a crash. */
const HOLD = 15_000;
const SWEEP_EVERY = 1000;
const BATCH = 200;
const AT_ONCE = 50;
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 15_000;
/** Milliseconds after which an event that Temporal refused is tried again. */
const REFUSED_BACKOFF = 30_000;
/** Ids remembered from the change stream. */
const MOST_TOLD = 10 * BATCH;

/**
 * Starts one workflow for each event in the outbox. A change stream tells of new ones at once; a sweep each second
 * finds what it missed, what another process left behind, and what waits for Temporal to come back. A start that
 * fails puts the event back, and all wait a while, up to 15 seconds, before the next try.
 */
export function createDispatcher(deps: DispatcherDependencies): AsyncDisposable {
  const told = new Set<string>();
  let backoff = 0;
  let resumeAt = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let pumping: Promise<void> | null = null;

  const open = () => deps.now().getTime() >= resumeAt;

  /** One batch after the other, so that places under a rate limit are given in order of arrival. */
  function dispatch(ids?: string[]): Promise<number> {
    const batch = turn.then(() => dispatchBatch(ids));
    turn = batch.catch(() => undefined);
    return batch;
  }

  async function dispatchBatch(ids?: string[]): Promise<number> {
    const lease = deps.newLease();
    const events = await deps.events.claimUndispatched({
      lease,
      now: deps.now(),
      holdFor: HOLD,
      limit: BATCH,
      ids,
    });
    const { started, failed, refused } = await startAll(await deps.assign(events));
    await deps.events.markDispatched(started, lease);
    await deps.events.release(refused, lease, new Date(deps.now().getTime() + REFUSED_BACKOFF));
    if (failed.length > 0) {
      backoff = Math.min(Math.max(backoff * 2, FIRST_BACKOFF), LONGEST_BACKOFF);
      resumeAt = deps.now().getTime() + backoff;
      await deps.events.release(failed, lease, new Date(resumeAt));
    } else if (events.length > 0) backoff = 0;
    return started.length;
  }

  /** `failed`: Temporal is not there, or too busy; `refused`: it is, and does not take this one. */
  async function startAll(events: EventDocument[]) {
    const started: string[] = [];
    const failed: string[] = [];
    const refused: string[] = [];
    const queue = inLine(events).values();
    const worker = async () => {
      for (const line of queue) {
        for (const event of line) {
          // After one failure the rest would fail too, each only after its deadline.
          if (failed.length > 0) failed.push(event._id);
          else await deps.start(event).then(() => started.push(event._id), note(event));
        }
      }
    };
    const note = (event: EventDocument) => (error: unknown) => {
      const absent = error instanceof Unavailable;
      const line = { err: error, event_id: event._id };
      if (!absent) deps.log.error(line, "Temporal refused a workflow; it is tried again later");
      else if (failed.length === 0) deps.log.warn(line, "a workflow could not be started");
      (absent ? failed : refused).push(event._id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { started, failed, refused };
  }

  async function pump(): Promise<void> {
    while (told.size > 0 && open()) {
      const ids = [...told].slice(0, BATCH);
      for (const id of ids) told.delete(id);
      await dispatch(ids);
    }
  }

  function hear(id: string): void {
    // While Temporal is down or far behind, the sweep alone takes up what waits, in order of age.
    if (!open() || told.size >= MOST_TOLD) return;
    told.add(id);
    pumping ??= pump()
      .catch((error: unknown) =>
        deps.log.warn({ err: error }, "events could not be claimed; the sweep takes them up"),
      )
      .finally(() => (pumping = null));
  }

  const feed = deps.events.followOutbox(hear, () => undefined);
  const sweep: Loop = repeat({
    name: "the event sweeper",
    pause: SWEEP_EVERY,
    log: deps.log,
    turn: async () => (open() ? dispatch() : 0),
  });
  return {
    async [Symbol.asyncDispose]() {
      told.clear();
      await feed[Symbol.asyncDispose]();
      await sweep[Symbol.asyncDispose]();
      await pumping;
    },
  };
}

/** What an unpaused connection releases is started one after the other, in order; all else on its own. */
function inLine(events: EventDocument[]): EventDocument[][] {
  const lines = new Map<string, EventDocument[]>();
  for (const event of events) {
    const key = event.released ? event.connection_id : event._id;
    lines.set(key, [...(lines.get(key) ?? []), event]);
  }
  return [...lines.values()];
}
