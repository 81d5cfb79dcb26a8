import type { BulkReason, BulkType } from "../src/resources/bulk-operation.ts";
import { isFinal } from "../src/rules/event-status.ts";
import { outcomeOfOrder, outcomeOfReplay, type BulkResult } from "../src/rules/bulk-outcome.ts";
import type {
  BulkItemDocument,
  BulkOperationDocument,
  EventDocument,
  RequestDocument,
} from "../src/store/documents.ts";
import type { Store } from "../src/store/store.ts";
import type { BulkSend } from "../workflows/bulk-contract.ts";
import type { EventStart, RetryOrder } from "../workflows/contract.ts";

/** What the three kinds of bulk operation need. */
export interface BulkKindDependencies {
  store: Pick<Store, "bulkItems" | "bulkRecords" | "destinations" | "orders">;
  /** How an event's workflow is started. */
  startOf: (event: EventDocument, order: RetryOrder) => EventStart;
  /** Routes a request again, once for each `key`, and answers its new events. */
  replay: (
    request: Pick<RequestDocument, "_id" | "team_id">,
    options: { key: string; connectionIds: null; actor: string; bulkOperationId: string },
  ) => Promise<EventDocument[]>;
  /** Milliseconds for which a failed event's workflow stays open. */
  signalWindow: number;
  now: () => Date;
}

/** Results by the item's id; those of an order with its attempt. */
export type Results = Map<string, BulkResult & { attempt_id?: string }>;

/** What is done to each item, and how that is found to have ended. */
export interface BulkKind {
  /** Begins what was taken up, and may be called again for it; what is settled by that at once is among the results. */
  begin: (
    operation: BulkOperationDocument,
    items: BulkItemDocument[],
  ) => Promise<{ results: Results; sends: BulkSend[] }>;
  /** Of what is in flight, that whose outcome is known. */
  results: (operation: BulkOperationDocument, items: BulkItemDocument[]) => Promise<Results>;
}

/** Milliseconds after which a request that could not be routed counts as failed. */
const GIVEN_UP = 600_000;
/** Requests that are routed at once: each is read with its body, which may have megabytes. */
const ROUTED_AT_ONCE = 8;
/** Milliseconds for which what was taken up is kept at least. */
const KEPT = 3 * 86_400_000;
const byId = <D extends { _id: string }>(rows: D[]) => new Map(rows.map((row) => [row._id, row]));
const recordIds = (items: BulkItemDocument[]) => items.map((item) => item.record_id);
const skipped = (reason: BulkReason): BulkResult => ({ outcome: "skipped", reason });

/** Orders one attempt of each event, by the operation's id: it stays one attempt however often it is sent. */
function retryEvents({ store, startOf, signalWindow, now }: BulkKindDependencies): BulkKind {
  const { bulkRecords } = store;

  async function openDestinations(teamId: string, items: BulkItemDocument[]): Promise<Set<string>> {
    const wanted = {
      team_id: teamId,
      _id: { $in: [...new Set(items.map((item) => item.line))] },
      enabled: true,
    };
    return new Set((await store.destinations.findFields(wanted, ["enabled"])).map((it) => it._id));
  }

  /** As far as MongoDB can tell; the workflow finds out. */
  function isOpen({ status, last_attempt_at, updated_at }: EventDocument): boolean {
    if (status !== "failed") return status === "queued" || status === "processing";
    return (last_attempt_at ?? updated_at).getTime() + signalWindow > now().getTime();
  }

  return {
    async begin(operation, items) {
      const { _id, team_id, created_by, refresh } = operation;
      const events = byId(await bulkRecords.events(team_id, recordIds(items)));
      const [requests, destinations] = await Promise.all([
        bulkRecords
          .requests(team_id, [...new Set([...events.values()].map((event) => event.request_id))])
          .then(byId),
        openDestinations(team_id, items),
      ]);
      const results: Results = new Map();
      const taken: { event: EventDocument; item: BulkItemDocument }[] = [];
      for (const item of items) {
        const event = events.get(item.record_id);
        const request = event && requests.get(event.request_id);
        if (!request) results.set(item._id, skipped("EXPIRED"));
        else if (request.data_erased_at) results.set(item._id, skipped("DATA_ERASED"));
        else if (!destinations.has(event.destination_id))
          results.set(item._id, skipped("DESTINATION_DISABLED"));
        else taken.push({ event, item });
      }
      const until = new Date(now().getTime() + KEPT);
      const takenEvents = taken.map(({ event }) => event);
      await bulkRecords.take(operation, takenEvents, until);
      const orderOf = ({ sent_at }: BulkItemDocument): RetryOrder => ({
        id: _id,
        trigger: "bulk_retry",
        actor: created_by,
        ...(refresh && { refresh }),
        bulk_operation_id: _id,
        ...(sent_at && { taken_up_at: sent_at.getTime() }),
      });
      const sends = taken.map(({ event, item }) => {
        return { start: startOf(event, orderOf(item)), open: isOpen(event) };
      });
      return { results, sends };
    },
    async results(operation, items) {
      const ids = recordIds(items);
      const events = byId(await bulkRecords.events(operation.team_id, ids));
      // After the events: an attempt that was made before an order was taken back must be seen.
      const attempts = await bulkRecords.attempts(operation, ids);
      const attemptOf = new Map(attempts.map((attempt) => [attempt.event_id, attempt]));
      const results: Results = new Map();
      for (const item of items) {
        const attempt = attemptOf.get(item.record_id) ?? null;
        const event = events.get(item.record_id) ?? null;
        const result = outcomeOfOrder({ id: operation._id, attempt, event });
        if (result) results.set(item._id, { ...result, ...(attempt && { attempt_id: attempt._id }) });
      }
      return results;
    },
  };
}

/** Ends each event that still waits. All of it is done at once: nothing stays in flight. */
function cancelEvents({ store, now }: BulkKindDependencies): BulkKind {
  async function cancel(
    { _id }: BulkOperationDocument,
    event: EventDocument | undefined,
  ): Promise<BulkResult> {
    if (!event) return skipped("EXPIRED");
    // Taken up before a crash, it was cancelled by then.
    if (event.status === "cancelled" && [event.bulk_operation_id].flat().includes(_id))
      return { outcome: "cancelled", reason: null };
    if (isFinal(event.status)) return skipped("NOT_WAITING");
    const cancelled = await store.orders.cancel(event.team_id, event._id, now());
    return cancelled?.status === "cancelled"
      ? { outcome: "cancelled", reason: null }
      : skipped("NOT_WAITING");
  }

  return {
    async begin(operation, items) {
      const found = await store.bulkRecords.events(operation.team_id, recordIds(items));
      const waiting = found.filter((event) => !isFinal(event.status));
      await store.bulkRecords.take(operation, waiting, now());
      const events = byId(found);
      const ended = items.map(async (item) => {
        return [item._id, await cancel(operation, events.get(item.record_id))] as const;
      });
      return { results: new Map(await Promise.all(ended)), sends: [] };
    },
    results: () => Promise.resolve(new Map()),
  };
}

/** Routes each request again; what comes of it are events like others. */
function retryRequests({ store, replay, now }: BulkKindDependencies): BulkKind {
  const { bulkItems, bulkRecords } = store;

  async function route(operation: BulkOperationDocument, item: BulkItemDocument): Promise<void> {
    const { _id, team_id, created_by } = operation;
    const request = { _id: item.record_id, team_id };
    const events = await replay(request, {
      key: _id,
      connectionIds: null,
      actor: created_by,
      bulkOperationId: _id,
    });
    await bulkItems.noteEvents(
      operation,
      item._id,
      events.map((event) => event._id),
    );
  }

  return {
    async begin(operation, items) {
      const results: Results = new Map();
      const unroutable = await bulkRecords.unroutable(operation.team_id, recordIds(items));
      const routable: BulkItemDocument[] = [];
      for (const item of items) {
        const reason = unroutable.get(item.record_id);
        if (reason === null) routable.push(item);
        else results.set(item._id, skipped(reason ?? "EXPIRED"));
      }
      for (let at = 0; at < routable.length; at += ROUTED_AT_ONCE) {
        const some = routable.slice(at, at + ROUTED_AT_ONCE);
        // One that can't be routed now comes again later: the others must not wait for it.
        await Promise.allSettled(some.map((item) => route(operation, item)));
      }
      return { results, sends: [] };
    },
    async results({ team_id }, items) {
      const routed = items.filter((item) => item.event_ids !== null);
      const isGivenUp = ({ sent_at }: BulkItemDocument) =>
        now().getTime() - (sent_at ?? now()).getTime() > GIVEN_UP;
      const events = byId(
        await bulkRecords.events(
          team_id,
          routed.flatMap((item) => item.event_ids ?? []),
        ),
      );
      const results: Results = new Map();
      for (const item of items) {
        const unrouted = item.event_ids === null && isGivenUp(item);
        if (unrouted) results.set(item._id, { outcome: "failed", reason: "NOT_ROUTED" });
      }
      for (const item of routed) {
        const own = (item.event_ids ?? []).flatMap((id) => events.get(id) ?? []);
        const result = outcomeOfReplay(own);
        if (result) results.set(item._id, result);
      }
      return results;
    },
  };
}

/** Each kind by its name. */
export function bulkKinds(deps: BulkKindDependencies): Record<BulkType, BulkKind> {
  return {
    events_retry: retryEvents(deps),
    events_cancel: cancelEvents(deps),
    requests_retry: retryRequests(deps),
  };
}
