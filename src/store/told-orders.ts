import type { Document } from "mongodb";

/** Orders of one event that are remembered as told; what is more was told and never ended, so many times. */
const MOST = 200;

const told = { $ifNull: ["$orders_told", []] };
const waiting = { $ifNull: ["$orders", []] };
const joined = { $concatArrays: [told, waiting] };
const isAny = (orders: Document) => ({ $gt: [{ $size: orders }, 0] });

/** Takes an event out of the outbox. Temporal may yet lose its orders with its data: they are kept until they end. */
export const TOLD: Document[] = [
  {
    $set: {
      orders_told: { $cond: [isAny(waiting), { $slice: [joined, -MOST] }, "$orders_told"] },
      orders_told_at: { $cond: [isAny(waiting), "$$NOW", "$orders_told_at"] },
    },
  },
  { $unset: ["outbox", "orders", "cancelling"] },
];

/** Notes anew what was told, for another run to be told of it. */
export const TELL_AGAIN: Document[] = [
  { $set: { orders: { $cond: [isAny(joined), joined, "$$REMOVE"] } } },
  { $unset: ["orders_told", "orders_told_at"] },
];

/** Takes an order that has ended from an event: it may end before those who told of it have noted that. */
export const withoutOrder = (id: string) => ({ orders: { id }, orders_told: { id } });
