import type { Collection, Document, Filter } from "mongodb";
import { ApiError } from "../errors.ts";
import { WAITING_STATUSES } from "../rules/event-status.ts";
import { eventWorkflowId } from "../rules/workflow-id.ts";
import type { AttemptDocument, EventDocument, RequestDocument, StoredOrder } from "./documents.ts";
import { DIRECT_LEASE } from "./outbox.ts";
import { withoutOrder } from "./told-orders.ts";

/** What operators tell events to do. Each is one update that also notes it for the event's workflow to be told. */
export interface OrderStore {
  /**
   * Orders an attempt, and answers the event, or null where there is none. An order that is on its way, or had its
   * attempt, changes nothing. Throws CONFLICT where too many wait.
   */
  order: (teamId: string, eventId: string, order: StoredOrder, now: Date) => Promise<EventDocument | null>;
  /**
   * Ends a waiting event and takes back what was ordered before; a failed one stays failed. Answers the event, or null
   * where it was delivered or ignored with no order left, or is not there.
   */
  cancel: (teamId: string, eventId: string, now: Date) => Promise<EventDocument | null>;
  /** Forgets an order that has ended, or, where none is named, all that the event's workflow was told of. */
  forget: (event: Pick<EventDocument, "_id" | "team_id">, orderId?: string) => Promise<void>;
  /** Notes orders that the event's workflow has dropped. */
  noteTakenBack: (teamId: string, eventId: string, orderIds: string[]) => Promise<void>;
}

/** Orders that may wait for one event while Temporal is away. */
const MOST = 100;
/** Milliseconds for which an ordered event and its request are kept at least. */
const KEPT = 86_400_000;
/** Of events with an order that has not ended. */
export const ORDERED = [{ "orders.0": { $exists: true } }, { "orders_told.0": { $exists: true } }];
const NO_ORDERS = { $unset: ["orders", "orders_told", "orders_told_at"] };
const after = { returnDocument: "after" as const };

/** Of an event whose first attempt is being made without a workflow: who makes it hands the order on when it has ended. */
const departing = (now: Date): Filter<EventDocument> => ({
  "outbox.lease": { $regex: `^${DIRECT_LEASE}` },
  "outbox.due": { $gt: now },
});

/** A dispatcher, or the workflow, may come with an order after the cancel: the ids are remembered. */
function takenBack(now: Date): Document {
  const lists = ["$orders_taken_back", "$orders_told.id", "$orders.id"].map((ids) => ({
    $ifNull: [ids, []],
  }));
  return { orders_taken_back_at: now, orders_taken_back: { $slice: [{ $concatArrays: lists }, -MOST] } };
}

/** Each change notes a new outbox mark: what another process does under the earlier lease takes nothing away. */
export function createOrderStore(
  events: Collection<EventDocument>,
  attempts: Collection<AttemptDocument>,
  requests: Collection<RequestDocument>,
): OrderStore {
  const mark = (now: Date) => ({ due: now, lease: null, verb: "wake" as const });

  async function keep({ team_id, request_id, expires_at }: EventDocument, until: Date): Promise<void> {
    if (expires_at >= until) return;
    await requests.updateOne({ _id: request_id, team_id }, { $max: { expires_at: until } });
  }

  return {
    async order(teamId, eventId, order, now) {
      const one: Filter<EventDocument> = { _id: eventId, team_id: teamId };
      const event = await events.findOne(one);
      if (!event || (await attempts.findOne({ event_id: eventId, order_id: order.id, team_id: teamId })))
        return event;
      const until = new Date(now.getTime() + KEPT);
      await keep(event, until);
      const fresh = { ...one, "orders.id": { $ne: order.id }, [`orders.${MOST - 1}`]: { $exists: false } };
      // An event that was to have no workflow gets one of its own, never that of its window's owner.
      const set = { workflow_id: event.workflow_id ?? eventWorkflowId(eventId), updated_at: now };
      const noting = { $push: { orders: order }, $max: { expires_at: until } };
      const noted =
        (await events.findOneAndUpdate({ ...fresh, ...departing(now) }, { ...noting, $set: set }, after)) ??
        (await events.findOneAndUpdate(fresh, { ...noting, $set: { ...set, outbox: mark(now) } }, after));
      if (noted) return noted;
      const standing = await events.findOne(one);
      if (!standing || standing.orders?.some(({ id }) => id === order.id)) return standing;
      throw new ApiError("CONFLICT", `${MOST} retries of this event wait already.`);
    },
    async cancel(teamId, eventId, now) {
      const one: Filter<EventDocument> = { _id: eventId, team_id: teamId };
      const nothingDue = { next_attempt_at: null, slot_at: null, own_attempt_at: null, released: false };
      const set = { ...nothingDue, cancelling: true, outbox: mark(now), updated_at: now, ...takenBack(now) };
      const cancelled = await events.findOneAndUpdate(
        { ...one, status: { $in: WAITING_STATUSES } },
        [{ $set: { ...set, status: "cancelled" } }, NO_ORDERS],
        after,
      );
      const ordered = [...ORDERED, { next_attempt_at: { $type: "date" } }];
      const closed = { ...one, $or: [{ status: { $in: ["failed", "cancelled"] } }, ...ordered] };
      return (
        cancelled ??
        events.findOneAndUpdate(closed as Filter<EventDocument>, [{ $set: set }, NO_ORDERS], after)
      );
    },
    async forget({ _id, team_id }, orderId) {
      const gone = orderId === undefined ? { $set: { orders_told: [] } } : { $pull: withoutOrder(orderId) };
      await events.updateOne({ _id, team_id }, gone);
    },
    async noteTakenBack(team_id, _id, orderIds) {
      if (orderIds.length === 0) return;
      const orders_taken_back = { $each: orderIds, $slice: -MOST };
      const gone = { orders_told: { id: { $in: orderIds } } };
      await events.updateOne({ _id, team_id }, { $push: { orders_taken_back }, $pull: gone });
    },
  };
}
