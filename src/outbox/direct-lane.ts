import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { goesDirect } from "../rules/lane.ts";
import type {
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  RequestDocument,
} from "../store/documents.ts";
import type { EventStore } from "../store/events.ts";
import { weightOf } from "../store/requests.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat } from "./repeat.ts";

/** An event that was just routed, with all that its first attempt needs. */
export interface Departing {
  event: EventDocument;
  request: RequestDocument;
  connection: ConnectionDocument;
  destination: DestinationDocument;
  sourceName: string;
}

/** First attempts without a workflow, made where the request was routed. */
export interface DirectLane extends AsyncDisposable {
  /** The event as it is to be inserted: under this process's lease where its first attempt is to be made here. */
  plan: (event: EventDocument, connection: ConnectionDocument, to: DestinationDocument) => EventDocument;
  /** Makes the first attempt of an event that was inserted as planned. */
  begin: (departing: Departing) => void;
}

/** What the lane needs. */
export interface DirectLaneDependencies {
  events: Pick<EventStore, "release" | "extend" | "oldestDue" | "findHeld">;
  connections: Pick<Store["connections"], "findFields">;
  destinations: Pick<Store["destinations"], "findFields">;
  attempt: (departing: Departing, lease: string, signal: AbortSignal) => Promise<void>;
  health: { of: (destinationId: string) => { latency: number | null; recentFailures: number } };
  newLease: () => string;
  now: () => Date;
  log: Logger;
}

/** Milliseconds of the lease, how often it is renewed, and from which age of an event on. */
const HOLD = 15_000;
const RENEW_EVERY = 2500;
/** Milliseconds after which what was read of a waiting event is looked at again, of so many together. */
const STALE = 1000;
const LOOKED_AT = 200;
/** At once to one destination; and without an end of any for so many milliseconds, it is stuck. */
const AT_ONCE = 64;
const STUCK = 1000;
/** Of what waits here; beyond that events wait for their workflows. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Milliseconds after which what waits for Temporal is a backlog; and how often that is looked at. */
const BACKLOG = 1000;
const LOOK_EVERY = 500;
/** Milliseconds for attempts under way to end when the process stops. */
const DRAIN = 20_000;

/** An event that waits for its turn; times on the clock of `performance`. */
interface Waiting {
  departing: Departing;
  readAt: number;
}

/** The first attempts of one destination, in order of arrival. */
interface Line {
  running: number;
  waiting: Waiting[];
  /** When an attempt last ended. */
  movedAt: number;
  looking: boolean;
}

/**
 * The direct lane: where an event needs no time, its first attempt is made at once, from memory, and a workflow is
 * started only for what it leaves to be done. The event's outbox mark carries this process's lease meanwhile: after a
 * crash it runs out, and the dispatcher starts the workflow.
 */
export function createDirectLane(deps: DirectLaneDependencies): DirectLane {
  const lease = deps.newLease();
  const lines = new Map<string, Line>();
  const held = new Map<string, number>();
  const stop = new AbortController();
  // Each attempt listens to it.
  setMaxListeners(0, stop.signal);
  const underWay = new Set<Promise<void>>();
  let bytes = 0;
  let backlogged = false;
  let closed = false;

  function hasRoom(destinationId: string): boolean {
    if (closed || bytes > MOST_BYTES) return false;
    const line = lines.get(destinationId);
    return !line || !isStuck(line);
  }

  async function makeAttempt(departing: Departing): Promise<void> {
    await deps.attempt(departing, lease, stop.signal).catch((err: unknown) => {
      const { _id: event_id } = departing.event;
      deps.log.warn({ err, event_id }, "a first attempt came to nothing; the event's workflow goes on");
    });
  }

  /** Where MongoDB is away, the lease runs out. */
  async function handOver(ids: string[]): Promise<void> {
    await deps.events.release(ids, lease, deps.now()).catch(() => undefined);
  }

  function finish({ event, request }: Departing): void {
    held.delete(event._id);
    bytes -= weightOf(request);
  }

  function run(line: Line, departing: Departing): void {
    line.running++;
    const done = makeAttempt(departing).finally(() => {
      underWay.delete(done);
      finish(departing);
      line.running--;
      line.movedAt = performance.now();
      pump(departing.destination._id, line);
    });
    underWay.add(done);
  }

  function pump(destinationId: string, line: Line): void {
    while (line.running < AT_ONCE && !line.looking) {
      const [next] = line.waiting;
      if (!next) break;
      if (closed || performance.now() - next.readAt > STALE) return void lookAgain(destinationId, line);
      line.waiting.shift();
      run(line, next.departing);
    }
    if (line.running === 0 && line.waiting.length === 0 && !line.looking) lines.delete(destinationId);
  }

  /** Lets those at the head go on that are still to be attempted here. */
  function lookAgain(destinationId: string, line: Line): void {
    line.looking = true;
    const head = line.waiting.splice(0, LOOKED_AT);
    const looked = stillWanted(head.map(({ departing }) => departing)).then(
      async ({ wanted, others }) => {
        const readAt = performance.now();
        line.waiting.unshift(...wanted.map((departing) => ({ departing, readAt })));
        for (const departing of others) finish(departing);
        await handOver(others.map(({ event }) => event._id));
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

  /** Those whose lease was not taken away, by a cancel or an order, and whose way is open; none when this process stops. */
  async function stillWanted(head: Departing[]) {
    if (closed) return { wanted: [], others: head };
    const [held, connections, destinations] = await Promise.all([
      deps.events.findHeld(
        head.map(({ event }) => event._id),
        lease,
      ),
      deps.connections.findFields({ _id: { $in: idsOf(head, "connection") } }, ["enabled", "paused_at"]),
      deps.destinations.findFields({ _id: { $in: idsOf(head, "destination") } }, ["enabled"]),
    ]);
    const open = new Set([
      ...connections.filter((it) => it.enabled && !it.paused_at).map((it) => it._id),
      ...destinations.filter((it) => it.enabled).map((it) => it._id),
    ]);
    const isWanted = ({ event, connection, destination }: Departing) =>
      held.has(event._id) && open.has(connection._id) && open.has(destination._id);
    return { wanted: head.filter(isWanted), others: head.filter((it) => !isWanted(it)) };
  }

  /** What is attempted for longer keeps its lease; tried again soon, for without it all would be attempted twice. */
  async function renew(): Promise<number> {
    const old = performance.now() - RENEW_EVERY;
    const ids = [...held].flatMap(([id, since]) => (since < old ? [id] : []));
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
      const behind = line.waiting.splice(0).map(({ departing }) => departing);
      behind.forEach(finish);
      await handOver(behind.map(({ event }) => event._id));
    }
  }

  async function look(): Promise<number> {
    const oldest = await deps.events.oldestDue(deps.now());
    backlogged = oldest !== null && deps.now().getTime() - oldest.getTime() > BACKLOG;
    return 0;
  }

  const { log } = deps;
  const loops = [
    repeat({ name: "the renewal of direct attempts", pause: RENEW_EVERY, turn: renew, log }),
    repeat({ name: "the look at the backlog", pause: LOOK_EVERY, turn: look, log }),
  ];
  return {
    plan(event, connection, to) {
      const { latency, recentFailures } = deps.health.of(to._id);
      const { first_attempt, rules } = connection;
      const isPlain = event.status === "queued" && !event.next_attempt_at && !event.orders?.length;
      const needsNoTime = isPlain && !to.rate_limit && rules.every(({ type }) => type !== "deduplicate");
      const direct = goesDirect({ first_attempt, needsNoTime, latency, recentFailures, backlogged });
      if (!direct || !hasRoom(to._id)) return event;
      const outbox = { due: new Date(deps.now().getTime() + HOLD), lease };
      return { ...event, lane: "direct", workflow_id: null, outbox };
    },
    begin(departing) {
      const { event, request, destination } = departing;
      const since = performance.now();
      held.set(event._id, since);
      bytes += weightOf(request);
      const line = lines.get(destination._id) ?? { running: 0, waiting: [], movedAt: since, looking: false };
      lines.set(destination._id, line);
      line.waiting.push({ departing, readAt: since });
      pump(destination._id, line);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      const overdue = setTimeout(() => stop.abort(new Error("the process stops")), DRAIN);
      for (const [id, line] of lines) pump(id, line);
      while (underWay.size > 0) await Promise.all(underWay);
      clearTimeout(overdue);
      for (const loop of loops) await loop[Symbol.asyncDispose]();
    },
  };
}

const isStuck = ({ running, movedAt }: Line): boolean =>
  running === AT_ONCE && performance.now() - movedAt > STUCK;

function idsOf(head: Departing[], end: "connection" | "destination"): string[] {
  return [...new Set(head.map((departing) => departing[end]._id))];
}
