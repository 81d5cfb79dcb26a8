import type { Call } from "./destination.ts";
import type { Sent } from "./load.ts";
import type { Order } from "./operator.ts";
import type { Records } from "./records.ts";

/** What became of all that was sent, in numbers. */
export interface Verdict {
  sent: number;
  /** Answered with a 2xx: promised. */
  acked: number;
  /** Answered 503 with Retry-After: not promised. */
  refused: number;
  /** No answer at all: the connection broke. */
  unanswered: number;
  /** Acked, and delivered as it was sent. */
  delivered: number;
  /** Acked, and ended undelivered, with the reason on record. */
  failed: number;
  /** Events that the operator ordered to be sent again, as far as the API accepted that. */
  orders: number;
  /** Answers of a destination that took an event it had taken before, though nobody had ordered that. */
  duplicates: number;
  /** How many events came more often than they should; and the most that one did beyond that. */
  repeated: number;
  mostRepeated: number;
  /** One line for each broken promise; none is what the hunt is to show. */
  faults: string[];
  /** How many of the acked requests are neither delivered nor final with a reason. */
  lost: number;
}

/** What was done during a hunt; times are epoch milliseconds. */
export interface Story {
  sent: Sent[];
  orders: Order[];
  /** When each fault began, and when it was over. */
  troubles: { from: number; to: number }[];
  calls: Call[];
}

/**
 * Compares what was promised with what is on record, and with what the destination saw. Pure. At least once means that a
 * fault may have what is in flight sent once more: an event may come as often as that, and as there are orders for it.
 */
export function judge(story: Story, records: Records): Verdict {
  const { sent, orders, calls } = story;
  const acked = sent.filter((it) => it.requestId !== null);
  const taken = byEvent(calls.filter((call) => call.answered < 300));
  const ends = acked.map((it) => endOf(it, records, taken));
  const lost = ends.flatMap((end) => (end === "delivered" || end === "failed" ? [] : [end]));
  const digests = new Map(sent.map((it) => [it.number, it.digest]));
  const surplus = surplusOf(taken, orders);
  const altered = calls.filter((call) => digests.get(call.number) !== call.digest);
  return {
    sent: sent.length,
    acked: acked.length,
    refused: sent.filter((it) => it.status === 503 && it.retryAfter).length,
    unanswered: sent.filter((it) => it.status === null).length,
    delivered: ends.filter((end) => end === "delivered").length,
    failed: ends.filter((end) => end === "failed").length,
    orders: orders.filter(({ accepted }) => accepted).length,
    duplicates: [...surplus.values()].reduce((sum, times) => sum + times, 0),
    repeated: surplus.size,
    mostRepeated: Math.max(0, ...surplus.values()),
    lost: lost.length,
    faults: [
      ...lost,
      ...sent.filter(isWronglyAnswered).map((it) => `webhook ${it.number} was answered ${it.status}`),
      ...altered.map((call) => `webhook ${call.number} came altered`),
      ...miscounted(records),
      ...missingOrders(orders, records),
      ...tooOften(surplus, story, taken),
    ],
  };
}

/** How often each event was taken beyond once and once for each order, those of which the API told nothing among them. */
function surplusOf(taken: Map<string, Call[]>, orders: Order[]): Map<string, number> {
  const ordered = countOf(orders);
  const surplus = [...taken].map(([id, its]) => [id, its.length - 1 - (ordered.get(id) ?? 0)] as const);
  return new Map(surplus.filter(([, times]) => times > 0));
}

function countOf(orders: Order[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { eventId } of orders) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  return counts;
}

/** Events that came again more often than there were faults from when they were sent until they came last. */
function tooOften(
  surplus: Map<string, number>,
  { sent, troubles }: Story,
  taken: Map<string, Call[]>,
): string[] {
  const sentAt = new Map(sent.map((it) => [it.number, it.sentAt]));
  return [...surplus].flatMap(([id, times]) => {
    const its = taken.get(id)!;
    const begun = sentAt.get(its[0]!.number) ?? 0;
    const last = Math.max(...its.map(({ at }) => at));
    const faults = troubles.filter(({ from, to }) => from <= last && to >= begun).length;
    return times > faults ? [`${id} came ${times} times too often, with ${faults} faults in its time`] : [];
  });
}

/** Each order that was accepted has an attempt of its own, unless it ended without; and no order has two. */
function missingOrders(orders: Order[], { orderedAttempts, events }: Records): string[] {
  const accepted = countOf(orders.filter((order) => order.accepted));
  return [...countOf(orders)].flatMap(([id, asked]) => {
    const made = orderedAttempts.get(id) ?? 0;
    const due = accepted.get(id) ?? 0;
    const isMissing = made < due && !events.get(id)?.orderEnded;
    return isMissing || made > asked
      ? [`${id} was ordered ${due} to ${asked} times, and so sent ${made} times`]
      : [];
  });
}

/** Ingress has two answers: a promise, or 503 with a time to come again. */
function isWronglyAnswered({ status, requestId, retryAfter }: Sent): boolean {
  return status !== null && requestId === null && !(status === 503 && retryAfter);
}

function byEvent(calls: Call[]): Map<string, Call[]> {
  const found = new Map<string, Call[]>();
  for (const call of calls) found.set(call.eventId, [...(found.get(call.eventId) ?? []), call]);
  return found;
}

/** `delivered` or `failed`, or a line that says what is missing. */
function endOf({ number, requestId }: Sent, records: Records, taken: Map<string, Call[]>): string {
  const name = `webhook ${number} (${requestId})`;
  const request = records.requests.get(requestId!);
  if (!request) return `${name} was acked and is not there`;
  const [eventId, ...others] = request.eventIds;
  const event = eventId === undefined ? undefined : records.events.get(eventId);
  if (!event || others.length > 0) return `${name} has not exactly one event`;
  if (event.status === "delivered") {
    const came = taken.get(eventId!)?.some((call) => call.number === number);
    return came ? "delivered" : `${name} is recorded as delivered, and never came`;
  }
  if (event.status === "failed" && event.reason) return "failed";
  return `${name} is ${event.status} (${event.reason ?? "without a reason"})`;
}

/** Counts that do not add up: of a request's events, and of an event's attempts. */
function miscounted({ requests, events, attempts }: Records): string[] {
  const eventsOf = new Map<string, number>();
  for (const { requestId } of events.values()) eventsOf.set(requestId, (eventsOf.get(requestId) ?? 0) + 1);
  const wrongRequests = [...requests].filter(([id, it]) => it.eventsCount !== (eventsOf.get(id) ?? 0));
  const wrongEvents = [...events].filter(([id, it]) => it.attemptsCount !== (attempts.get(id) ?? 0));
  return [
    ...wrongRequests.map(
      ([id, it]) => `${id} counts ${it.eventsCount} events and has ${eventsOf.get(id) ?? 0}`,
    ),
    ...wrongEvents.map(
      ([id, it]) => `${id} counts ${it.attemptsCount} attempts and has ${attempts.get(id) ?? 0}`,
    ),
  ];
}
