import type { Document } from "mongodb";
import type { EventFilter, RequestFilter } from "../resources/record-filter.ts";
import type { Collections } from "./database.ts";
import type { AttemptDocument, BulkOperationDocument, EventDocument, RequestDocument } from "./documents.ts";
import { WITHOUT_PAYLOAD } from "./event-fields.ts";
import type { Matching } from "./matching.ts";
import { WITHOUT_BODY } from "./requests.ts";

type Operation = Pick<BulkOperationDocument, "_id" | "team_id">;

/** What decides how a record is counted before an operation, and with which others it shares the window. */
export interface BulkRecord {
  id: string;
  status: string;
  source_id: string;
  /** Null for requests. */
  destination_id: string | null;
  cause: string | null;
}

/** The attempt that an operation ordered. */
export type OrderedAttempt = Pick<AttemptDocument, "_id" | "event_id" | "status">;

/** The events and requests of bulk operations, many at a time. */
export interface BulkRecords {
  /** The events that a filter means, in batches, the oldest first; a batch may be empty. */
  matchingEvents: (teamId: string, filter: EventFilter) => AsyncIterable<BulkRecord[]>;
  /** The requests that a filter means, in the same way. */
  matchingRequests: (teamId: string, filter: RequestFilter) => AsyncIterable<BulkRecord[]>;
  /** Those that are still kept, without their payloads. */
  events: (teamId: string, ids: string[]) => Promise<EventDocument[]>;
  /** Those that are still kept, without their bodies. */
  requests: (teamId: string, ids: string[]) => Promise<RequestDocument[]>;
  /** Of those requests that are still kept, why they can't be routed again: their bodies are not. null: they can. */
  unroutable: (teamId: string, ids: string[]) => Promise<Map<string, "DATA_ERASED" | "BODY_NOT_KEPT" | null>>;
  /** The attempts that the operation's orders to those events have had. */
  attempts: (operation: Operation, eventIds: string[]) => Promise<OrderedAttempt[]>;
  /** Notes an operation on events that it takes up, gives each a workflow id, and keeps them until then at least. */
  take: (operation: Operation, events: EventDocument[], until: Date) => Promise<void>;
}

/** Operations that an event stays linked to: one that is taken every few minutes must not grow for ever. */
const MOST_LINKS = 1000;

/** The operations that took an event up before, and this one. */
function linkedTo(operationId: string): Document {
  const field = "$bulk_operation_id";
  const before = { $cond: [{ $isArray: field }, field, { $cond: [{ $gt: [field, null] }, [field], []] }] };
  const others = { $filter: { input: before, cond: { $ne: ["$$this", operationId] } } };
  return { $slice: [{ $concatArrays: [others, [operationId]] }, -MOST_LINKS] };
}

/** Each read is by ids, or by the index of a list. */
export function createBulkRecords(collections: Collections, matching: Matching): BulkRecords {
  const { events, requests, attempts } = collections;
  const byIds = (team_id: string, ids: string[]) => ({ team_id, _id: { $in: ids } });

  async function eventRecords(teamId: string, ids: string[]): Promise<BulkRecord[]> {
    if (ids.length === 0) return [];
    const projection = { status: 1, source_id: 1, destination_id: 1, cause: 1 };
    const rows = await events.find(byIds(teamId, ids), { projection }).sort({ _id: 1 }).toArray();
    return rows.map(({ _id, status, source_id, destination_id, cause }) => {
      return { id: _id, status, source_id, destination_id, cause };
    });
  }

  async function requestRecords(teamId: string, ids: string[]): Promise<BulkRecord[]> {
    if (ids.length === 0) return [];
    const projection = { status: 1, source_id: 1, rejection_cause: 1 };
    const rows = await requests.find(byIds(teamId, ids), { projection }).sort({ _id: 1 }).toArray();
    return rows.map(({ _id, status, source_id, rejection_cause }) => {
      return { id: _id, status, source_id, destination_id: null, cause: rejection_cause };
    });
  }

  return {
    async *matchingEvents(teamId, filter) {
      for await (const ids of matching.events(teamId, filter)) yield await eventRecords(teamId, ids);
    },
    async *matchingRequests(teamId, filter) {
      for await (const ids of matching.requests(teamId, filter)) yield await requestRecords(teamId, ids);
    },
    events: (teamId, ids) => events.find(byIds(teamId, ids), { projection: WITHOUT_PAYLOAD }).toArray(),
    requests: (teamId, ids) => requests.find(byIds(teamId, ids), { projection: WITHOUT_BODY }).toArray(),
    async unroutable(teamId, ids) {
      type Row = Pick<RequestDocument, "_id" | "data_erased_at"> & { kept: boolean };
      const projection = { data_erased_at: 1, kept: { $gt: ["$body", null] } };
      const rows = await requests.find<Row>(byIds(teamId, ids), { projection }).toArray();
      const reasonOf = ({ data_erased_at, kept }: Row) => {
        if (data_erased_at) return "DATA_ERASED";
        return kept ? null : "BODY_NOT_KEPT";
      };
      return new Map(rows.map((row) => [row._id, reasonOf(row)]));
    },
    attempts: ({ _id, team_id }, eventIds) =>
      attempts
        .find(
          { event_id: { $in: eventIds }, team_id, order_id: _id },
          { projection: { event_id: 1, status: 1 } },
        )
        .toArray(),
    async take({ _id, team_id }, taken, until) {
      const ids = taken.map((event) => event._id);
      const requestIds = [...new Set(taken.map((event) => event.request_id))];
      // The requests first: where this is all that is done, it is done again.
      await requests.updateMany(byIds(team_id, requestIds), { $max: { expires_at: until } });
      await events.updateMany(byIds(team_id, ids), [
        {
          $set: {
            bulk_operation_id: linkedTo(_id),
            workflow_id: { $ifNull: ["$workflow_id", "$_id"] },
            expires_at: { $max: ["$expires_at", until] },
          },
        },
      ]);
    },
  };
}
