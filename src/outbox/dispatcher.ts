import { Unavailable } from "../errors.ts";
import type { Failpoint } from "../failpoints.ts";
import type { Lane } from "../rules/outcome.ts";
import type { EventDocument } from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import { createBehind, type BehindDependencies } from "./behind.ts";
import { createHeard } from "./heard.ts";
import { repeat, type Loop } from "./repeat.ts";
import { beginsAtOnce, type UnderWay } from "./under-way.ts";

/** What the dispatcher needs. */
export interface DispatcherDependencies extends BehindDependencies {
  events: BehindDependencies["events"] &
    Pick<EventStore, "claimUndispatched" | "markDispatched" | "release" | "giveBack" | "followOutbox">;
  /** Gives events their places under their destinations' rate limits, in the order given. */
  assign: (events: EventDocument[]) => Promise<EventDocument[]>;
  /** Tells an event's workflow what the outbox has for it. Rejects with Unavailable, or another error. */
  tell: (event: EventDocument) => Promise<void>;
  /** Whether Temporal is there. */
  answers: () => Promise<boolean>;
  /** What bounds the starts that Temporal has, and the worker has not. */
  underWay?: UnderWay;
  /** How an event's first attempt is run, where its workflow is started now. */
  lane?: (event: EventDocument) => Lane;
  newLease: () => string;
  /** Told how each batch went. */
  dispatched?: (batch: DispatchedBatch) => void;
  failpoint?: Failpoint;
}

/**
 * How a batch went: what told of it, or that it had let others pass; how many events came to what; and the milliseconds
 * until the next call.
 */
export interface DispatchedBatch {
  via: "stream" | "sweep" | "behind";
  counts: { told: number; failed: number; refused: number };
  backOff: number;
}

/** Milliseconds for which a claimed event is ours: longer than any start, short enough to recover from a crash. */
const HOLD = 15_000;
/** Milliseconds after the claim in which calls begin: each ends within ten seconds, and so before the lease. */
const BEGIN_WITHIN = 5000;
const SWEEP_EVERY = 1000;
/** So few that what comes meanwhile soon has its turn. */
const BATCH = 100;
const AT_ONCE = 50;
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 15_000;
/** Milliseconds without a call that succeeds, while some are under way, after which Temporal was away. */
const STILL = 1000;
/** Milliseconds after which an event that Temporal refused is tried again. */
const REFUSED_BACKOFF = 30_000;

/**
 * Tells the workflow of each event in the outbox what there is for it: to begin, to try again, to end. A change stream
 * tells of new ones at once; a sweep each second finds what it missed, what another process left behind, and what waits
 * for Temporal to come back. A call that fails puts the event back; where Temporal is away, all wait a while, up to 15
 * seconds, before the next try.
 */
export function createDispatcher(deps: DispatcherDependencies): AsyncDisposable {
  const heard = createHeard();
  /** By the batch before, for want of Temporal. */
  let failedBefore = new Set<string>();
  let backoff = 0;
  /** Nothing that was tried since the last back-off was told. */
  let away = false;
  /** When the last call succeeded. */
  let toldAt = 0;
  /** When the last call began that failed for want of Temporal. */
  let lostAt = 0;
  let resumeAt = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let pumping: Promise<void> | null = null;

  const open = () => deps.now().getTime() >= resumeAt;
  const later = (ms: number) => new Date(deps.now().getTime() + ms);
  // Beside the batches of the others, which must not wait for it.
  const behind = createBehind(deps, async (ids) => ((await mayCall()) ? dispatchBatch("behind", ids) : 0));

  /** One batch after the other, so that places under a rate limit are given in order of arrival. */
  function dispatch(take?: () => string[]): Promise<number> {
    // What is taken is what is left when its turn comes: the batch before may have taken it up already.
    const batch = turn.then(async () =>
      (await mayCall()) ? dispatchBatch(take ? "stream" : "sweep", take?.()) : 0,
    );
    turn = batch.catch(() => undefined);
    return batch;
  }

  async function dispatchBatch(via: DispatchedBatch["via"], ids?: string[]): Promise<number> {
    if (ids?.length === 0) return 0;
    const lease = deps.newLease();
    const claimedAt = deps.now();
    const claimed = await deps.events.claimUndispatched({
      lease,
      now: claimedAt,
      holdFor: HOLD,
      limit: BATCH,
      ids,
    });
    // What comes back from here on, with an order or cancelled, is not in what was claimed.
    for (const event of claimed) heard.dropReturned(event._id);
    // What was ordered, or cancelled, takes no place before its time.
    await deps.assign(claimed.filter(({ orders, cancelling }) => !cancelling && !orders?.length));
    const events = via === "behind" ? claimed : await behind.setAside(claimed, lease);
    const { told, failed, refused, untried } = await tellAll(
      inLine(events, ids),
      claimedAt.getTime() + BEGIN_WITHIN,
    );
    // A sweep is often quicker than the news.
    for (const event of claimed) heard.dropNew(event);
    await deps.events.markDispatched(told, lease);
    if (told.length > 0) deps.failpoint?.("after-mark");
    await deps.events.release(refused, lease, later(REFUSED_BACKOFF));
    // What fails for the first time keeps its place; for the second, it must not hold up what is behind it.
    const again = failed.filter((id) => via === "behind" || failedBefore.has(id));
    const first = failed.filter((id) => !again.includes(id));
    if (via !== "behind") failedBefore = new Set(failed);
    await deps.events.giveBack([...first, ...untried], lease);
    heard.again([...first, ...untried]);
    // It may be back since, where another call has succeeded meanwhile.
    const gone = failed.length > 0 && (toldAt <= lostAt || !(await deps.answers()));
    await deps.events.release(again, lease, gone ? backOff() : later(FIRST_BACKOFF));
    if (!gone && events.length > 0) backoff = 0;
    deps.dispatched?.({
      via,
      counts: { told: told.length, failed: failed.length, refused: refused.length },
      backOff: backoff,
    });
    // What was set aside counts as well: there may be more of it, with others behind.
    return told.length + claimed.length - events.length;
  }

  /** All wait, twice as long as the last time; answers until when. */
  function backOff(): Date {
    backoff = Math.min(Math.max(backoff * 2, FIRST_BACKOFF), LONGEST_BACKOFF);
    const until = later(backoff);
    resumeAt = until.getTime();
    away = true;
    heard.clear();
    return until;
  }

  /** Asks first after a failure: an event that is tried in vain loses its place among those that wait. */
  async function mayCall(): Promise<boolean> {
    if (!open()) return false;
    if (backoff === 0 || (await deps.answers())) return true;
    if (open()) backOff();
    return false;
  }

  async function tellOne(event: EventDocument): Promise<void> {
    deps.failpoint?.("before-start");
    const begun = deps.now().getTime();
    const starts = beginsAtOnce(event, deps.now());
    const startedAt = performance.now();
    if (starts) deps.underWay?.started(event._id);
    await deps.tell(event).catch((error: unknown) => {
      deps.underWay?.begun(event._id);
      if (error instanceof Unavailable) lostAt = Math.max(lostAt, begun);
      if (starts && error instanceof Unavailable) deps.rightOfWay.started(event.destination_id, null);
      throw error;
    });
    if (starts) deps.rightOfWay.started(event.destination_id, performance.now() - startedAt);
    // There it begins once an activity has a slot, of which a destination that is silent may hold all for long.
    if (deps.lane?.(event) === "remote") deps.underWay?.begun(event._id);
    // What comes in from here on is live, and is taken up in between; what was heard while all calls stood still is not.
    away = false;
    const now = deps.now().getTime();
    if (now - Math.max(begun, toldAt) >= STILL) heard.letPass();
    toldAt = now;
    deps.failpoint?.("after-start");
  }

  /** `failed`: Temporal is not there, or too busy; `refused`: it is, and does not take this one. */
  async function tellAll(lines: EventDocument[][], until: number) {
    const told: string[] = [];
    const failed: string[] = [];
    const refused: string[] = [];
    const untried: string[] = [];
    const queue = lines.values();
    const worker = async () => {
      for (const line of queue) {
        for (const event of line) {
          if (failed.length === 0 && beginsAtOnce(event, deps.now())) await deps.underWay?.room();
          // After one failure the rest would fail too, each only after its deadline; and what is not ours any more may
          // have been cancelled since.
          if (failed.length > 0 || deps.now().getTime() > until) untried.push(event._id);
          else await tellOne(event).then(() => told.push(event._id), note(event));
        }
      }
    };
    const note = (event: EventDocument) => (error: unknown) => {
      const absent = error instanceof Unavailable;
      const { _id: event_id, request_id, workflow_id } = event;
      const line = { err: error, event_id, request_id, workflow_id };
      if (!absent) deps.log.error(line, "Temporal refused a workflow; it is tried again later");
      else if (failed.length === 0) deps.log.warn(line, "a workflow could not be told");
      (absent ? failed : refused).push(event._id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { told, failed, refused, untried };
  }

  async function pump(): Promise<void> {
    while (open() && !heard.isEmpty) await dispatch(() => heard.take(BATCH));
  }

  function hear(id: string, destinationId: string | null): void {
    // While Temporal is down, the sweep alone takes up what waits, in order of age; and what is to let others pass.
    if (away || (destinationId !== null && deps.rightOfWay.isBehind(destinationId))) return;
    heard.hear(id, destinationId);
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
    turn: () => dispatch(),
  });
  return {
    async [Symbol.asyncDispose]() {
      heard.clear();
      await feed[Symbol.asyncDispose]();
      await Promise.all([sweep[Symbol.asyncDispose](), behind[Symbol.asyncDispose]()]);
      await pumping;
    },
  };
}

/**
 * What an unpaused connection releases is started one after the other, in order of age; all else on its own. Who was
 * taken first begins: what has just come does not wait for what was taken up with it.
 */
function inLine(events: EventDocument[], taken: string[] = []): EventDocument[][] {
  const lines = new Map<string, EventDocument[]>();
  for (const event of events) {
    const key = event.released ? event.connection_id : event._id;
    lines.set(key, [...(lines.get(key) ?? []), event]);
  }
  const places = new Map(taken.map((id, place) => [id, place]));
  const placeOf = (line: EventDocument[]) => Math.min(...line.map(({ _id }) => places.get(_id) ?? 0));
  return [...lines.values()].sort((one, other) => placeOf(one) - placeOf(other));
}
