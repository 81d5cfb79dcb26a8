import type { Db, Filter } from "mongodb";
import type {
  AttemptDocument,
  ConnectionDocument,
  EventDocument,
  RequestDocument,
} from "../src/store/documents.ts";

/** What is kept of a request, its events and their attempts, as far as the verdict goes by it. */
export interface Records {
  requests: Map<string, { eventIds: string[]; eventsCount: number }>;
  events: Map<string, RecordedEvent>;
  /** How many attempts each event has, and how many of them were ordered. */
  attempts: Map<string, number>;
  orderedAttempts: Map<string, number>;
}

/** What is kept of an event. */
export interface RecordedEvent {
  requestId: string;
  status: EventDocument["status"];
  attemptsCount: number;
  /** Why it ended, or null where nothing is told. */
  reason: string | null;
  /** Whether an order has ended without an attempt. */
  orderEnded: boolean;
}

const COUNTED = {
  _id: "$event_id",
  count: { $sum: 1 },
  ordered: { $sum: { $cond: [{ $eq: ["$trigger", "manual"] }, 1, 0] } },
};

/** Reads everything that the hunt left in its database. */
export async function readRecords(db: Db): Promise<Records> {
  const requests = await db
    .collection<RequestDocument>("requests")
    .find({}, { projection: { events_count: 1, "routing.event_id": 1 } })
    .toArray();
  const events = await db
    .collection<EventDocument>("events")
    .find({}, { projection: { payload: 0 } })
    .toArray();
  const attempts = await db
    .collection<AttemptDocument>("attempts")
    .aggregate<{ _id: string; count: number; ordered: number }>([{ $group: COUNTED }])
    .toArray();
  return {
    requests: new Map(
      requests.map(({ _id, routing, events_count }) => [
        _id,
        { eventIds: routing.map((entry) => entry.event_id), eventsCount: events_count },
      ]),
    ),
    events: new Map(
      events.map((event) => [
        event._id,
        {
          requestId: event.request_id,
          status: event.status,
          attemptsCount: event.attempts_count,
          reason: event.cause ?? event.error_code ?? null,
          orderEnded: !!event.order_ended,
        },
      ]),
    ),
    attempts: new Map(attempts.map(({ _id, count }) => [_id, count])),
    orderedAttempts: new Map(attempts.map(({ _id, ordered }) => [_id, ordered])),
  };
}

/** A line for each kind of event there is, and how many; and one for each connection that is paused. */
export async function census(db: Db): Promise<string[]> {
  const kind = {
    connection: "$connection_id",
    status: "$status",
    lane: "$lane",
    attempts: "$attempts_count",
    inOutbox: { $gt: ["$outbox", null] },
  };
  const kinds = await db
    .collection("events")
    .aggregate<{ _id: object; count: number }>([{ $group: { _id: kind, count: { $sum: 1 } } }])
    .toArray();
  const paused = await db
    .collection<ConnectionDocument>("connections")
    .find({ paused_at: { $ne: null } })
    .toArray();
  return [
    ...kinds.map(({ _id, count }) => `${count} events: ${JSON.stringify(_id)}`),
    ...paused.map(({ _id, paused_at }) => `${_id} is paused since ${paused_at?.toISOString()}`),
  ];
}

/** How much is still to be done: requests to be routed, and events that are not final, or have orders. */
export async function unfinished(db: Db): Promise<number> {
  const open: Filter<EventDocument> = {
    $or: [
      { status: { $in: ["queued", "held", "processing"] } },
      { "orders.0": { $exists: true } },
      { "orders_told.0": { $exists: true } },
    ],
  };
  const [requests, events] = await Promise.all([
    db.collection<RequestDocument>("requests").countDocuments({ outbox: { $exists: true } }),
    db.collection<EventDocument>("events").countDocuments(open),
  ]);
  return requests + events;
}
