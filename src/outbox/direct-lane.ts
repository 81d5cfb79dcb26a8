import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { goesDirect, type Condition } from "../rules/lane.ts";
import type { ConnectionDocument, DestinationDocument, EventDocument, Outbox } from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import { DIRECT_LEASE } from "../store/outbox.ts";
import { weightOf } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import type { Departing } from "./departing.ts";
import type { Draft } from "./draft.ts";
import { watchBacklog } from "./backlog-watch.ts";
import { hasPlace, isIdle, isStuck, newLine, type Line, type Waiting } from "./line.ts";
import { findWanted } from "./still-wanted.ts";
import { repeat } from "./repeat.ts";

/** First attempts without a workflow, made where the request was routed. */
export interface DirectLane extends AsyncDisposable {
  /** The event under this process's lease, where its first attempt is to be made here; else null. */
  plan: (
    event: EventDocument,
    connection: ConnectionDocument,
    to: DestinationDocument,
  ) => EventDocument | null;
  /** Makes the first attempt of an event that was inserted as planned, or of a draft of one. */
  begin: (departing: Departing, draft?: Draft) => void;
  /** Tells that attempts are not waited for any more: the process stops. */
  stopping: AbortSignal;
}

/** How an event is held while its first attempt is made. */
export interface Holding {
  /** Its lease in the outbox, once it is written. */
  lease: string;
  /** Tells that the process stops. */
  signal: AbortSignal;
  draft?: Draft;
}

/** What the lane needs. */
export interface DirectLaneDependencies {
  events: Pick<EventStore, "release" | "extend" | "oldestDue" | "findHeld">;
  connections: Pick<Store["connections"], "findFields">;
  destinations: Pick<Store["destinations"], "findFields">;
  /** Makes it; resolves when the destination has answered, with what then records it. */
  attempt: (departing: Departing, hold: Holding) => Promise<() => Promise<void>>;
  health: { of: (destinationId: string) => Condition };
  newLease: () => string;
  now: () => Date;
  log: Logger;
}

/** Milliseconds of the lease, how often it is renewed, and from which age of an event on. */
const HOLD = 15_000;
const RENEW_EVERY = 2500;
/** Milliseconds after which an attempt hangs, and its event is left to its workflow. */
const LONGEST = 300_000;
/** Milliseconds after which what was read of a waiting event is looked at again, of so many together. */
const STALE = 1000;
const LOOKED_AT = 200;
/** Milliseconds after which a draft is written whose attempt has not ended. */
const DRAFTED_FOR = 1000;
/** Of what waits here; beyond that events wait for their workflows. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Milliseconds for attempts under way to end when the process stops. */
const DRAIN = 20_000;

/**
 * The direct lane: where an event needs no time, its first attempt is made at once, from memory, and a workflow is
 * started only for what it leaves to be done. The event's outbox mark carries this process's lease meanwhile: after a
 * crash it runs out, and the dispatcher starts the workflow. For a draft, which is written when its attempt has ended or
 * after a second, its request's mark stands until then.
 */
export function createDirectLane(deps: DirectLaneDependencies): DirectLane {
  const lease = DIRECT_LEASE + deps.newLease();
  const lines = new Map<string, Line>();
  const held = new Map<string, number>();
  const stop = new AbortController();
  // Each attempt listens to it.
  setMaxListeners(0, stop.signal);
  const underWay = new Set<Promise<void>>();
  let bytes = 0;
  let closed = false;

  function hasRoom(destinationId: string): boolean {
    if (closed || bytes > MOST_BYTES) return false;
    const line = lines.get(destinationId);
    return !line || !isStuck(line);
  }

  /** Of an event under this process's lease. */
  const isRunningOut = ({ outbox }: EventDocument) =>
    !outbox || outbox.due.getTime() - deps.now().getTime() < HOLD / 2;

  const underLease = (): Outbox => ({ due: new Date(deps.now().getTime() + HOLD), lease });

  /** Writes a draft that is still open: from now on its lease stands for it. */
  async function keep({ departing: { event }, draft }: Waiting): Promise<void> {
    if (draft?.isOpen()) held.set(event._id, performance.now());
    await draft?.write({ ...event, outbox: underLease() }).catch(() => undefined);
  }

  /** Where MongoDB is away, the leases run out. */
  async function handOver(some: Waiting[]): Promise<void> {
    const outbox = { due: deps.now(), lease: null };
    const written = some.map(async ({ departing: { event }, draft }) => draft?.write({ ...event, outbox }));
    await Promise.allSettled(written);
    const ids = some.map(({ departing }) => departing.event._id);
    await deps.events.release(ids, lease, deps.now()).catch(() => undefined);
  }

  function finish({ departing: { event, request }, timer }: Waiting): void {
    clearTimeout(timer);
    held.delete(event._id);
    bytes -= weightOf(request);
  }

  /** The destination's place is free again when it has answered: the record is ours. */
  function run(line: Line, waiting: Waiting): void {
    const { departing, draft } = waiting;
    line.running++;
    line.unrecorded++;
    const answered = deps.attempt(departing, { lease, signal: stop.signal, draft }).finally(() => {
      line.running--;
      line.movedAt = performance.now();
      pump(departing.destination._id, line);
    });
    const recorded = answered
      .then((record) => record())
      .catch((err: unknown) => {
        const { _id: event_id } = departing.event;
        deps.log.warn({ err, event_id }, "a first attempt came to nothing; the event's workflow goes on");
        return keep(waiting);
      });
    const done = recorded.finally(() => {
      underWay.delete(done);
      finish(waiting);
      line.unrecorded--;
      pump(departing.destination._id, line);
    });
    underWay.add(done);
  }

  function pump(destinationId: string, line: Line): void {
    while (hasPlace(line)) {
      const [next] = line.waiting;
      if (!next) break;
      if (closed || performance.now() - next.readAt > STALE) return void lookAgain(destinationId, line);
      line.waiting.shift();
      run(line, next);
    }
    if (isIdle(line)) lines.delete(destinationId);
  }

  /** Lets those at the head go on that are still to be attempted here. */
  function lookAgain(destinationId: string, line: Line): void {
    line.looking = true;
    const head = line.waiting.splice(0, LOOKED_AT);
    const looked = stillWanted(head).then(
      async ({ wanted, others }) => {
        const readAt = performance.now();
        line.waiting.unshift(...wanted.map((waiting) => ({ ...waiting, readAt })));
        others.forEach(finish);
        await handOver(others);
      },
      async (err: unknown) => {
        deps.log.warn({ err }, "waiting events could not be looked at; it is tried again");
        line.waiting.unshift(...head);
        await sleep(STALE, undefined, { signal: stop.signal }).catch(() => undefined);
      },
    );
    const done = looked.finally(() => {
      underWay.delete(done);
      line.looking = false;
      pump(destinationId, line);
    });
    underWay.add(done);
  }

  /** None when this process stops. */
  async function stillWanted(head: Waiting[]) {
    if (closed) return { wanted: [], others: head };
    await Promise.all(head.map(keep));
    const wanted = await findWanted(
      deps,
      lease,
      head.map(({ departing }) => departing),
    );
    const isWanted = ({ departing }: Waiting) => wanted.has(departing.event._id);
    return { wanted: head.filter(isWanted), others: head.filter((it) => !isWanted(it)) };
  }

  /** What is attempted for longer keeps its lease; tried again soon, for without it all would be attempted twice. */
  async function renew(): Promise<number> {
    const at = performance.now();
    const isOld = (since: number) => at - since > RENEW_EVERY && at - since < LONGEST;
    const ids = [...held].flatMap(([id, since]) => (isOld(since) ? [id] : []));
    const due = new Date(deps.now().getTime() + HOLD);
    if (ids.length > 0)
      await deps.events.extend(ids, lease, due).catch((err: unknown) => {
        deps.log.warn({ err }, "leases of direct attempts could not be renewed; it is tried again");
      });
    await handOverStuck();
    return 0;
  }

  /** What waits behind attempts that don't end goes to its workflows. */
  async function handOverStuck(): Promise<void> {
    for (const line of [...lines.values()].filter(isStuck)) {
      const behind = line.waiting.splice(0);
      behind.forEach(finish);
      await handOver(behind);
    }
  }

  const { log } = deps;
  const renewal = repeat({ name: "the renewal of direct attempts", pause: RENEW_EVERY, turn: renew, log });
  const backlog = watchBacklog(deps);
  return {
    plan(event, connection, to) {
      const { first_attempt, rules } = connection;
      const isPlain = event.status === "queued" && !event.next_attempt_at && !event.orders?.length;
      const needsNoTime = isPlain && !to.rate_limit && rules.every(({ type }) => type !== "deduplicate");
      const direct = goesDirect({
        first_attempt,
        needsNoTime,
        condition: deps.health.of(to._id),
        backlogged: backlog.stands(),
      });
      if (!direct || !hasRoom(to._id)) return null;
      return { ...event, lane: "direct", workflow_id: null, outbox: underLease() };
    },
    begin(departing, draft) {
      const { event, request, destination, readAt } = departing;
      const waiting: Waiting = { departing, draft, readAt };
      // What was long in being written may be taken up by others soon.
      if (!draft && isRunningOut(event)) return;
      bytes += weightOf(request);
      const line = lines.get(destination._id) ?? newLine();
      lines.set(destination._id, line);
      if (draft) waiting.timer = setTimeout(() => void keep(waiting), DRAFTED_FOR);
      else held.set(event._id, performance.now());
      line.waiting.push(waiting);
      pump(destination._id, line);
    },
    stopping: stop.signal,
    async [Symbol.asyncDispose]() {
      closed = true;
      const overdue = setTimeout(() => stop.abort(new Error("the process stops")), DRAIN);
      for (const [id, line] of lines) pump(id, line);
      while (underWay.size > 0) await Promise.all(underWay);
      clearTimeout(overdue);
      await Promise.all([renewal[Symbol.asyncDispose](), backlog[Symbol.asyncDispose]()]);
    },
  };
}
