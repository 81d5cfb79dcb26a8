import type { AnyBulkWriteOperation, Collection, Filter } from "mongodb";
import { WRITE_WITHIN } from "./deadline.ts";
import type { AttemptDocument, EventDocument } from "./documents.ts";
import { WITHOUT_PAYLOAD, type EventChange } from "./event-fields.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { updateEach } from "./insert-each.ts";
import { withoutOrder } from "./told-orders.ts";

/** What an attempt makes of its event, and the event as it stood before. */
export interface Settlement {
  attempt: AttemptDocument;
  change: EventChange;
  before: EventDocument;
  /** Of an attempt that was made without a workflow. */
  hold?: Hold;
}

/** The outbox lease under which an event was attempted, and whether its workflow is to go on from there. */
export interface Hold {
  lease: string;
  goesOn: boolean;
}

/** Settles events in groups, and answers each as it then stands. */
export function createSettlements(
  events: Collection<EventDocument>,
  wrote?: (items: number, ms: number) => void,
): GroupCommit<Settlement, EventDocument> {
  return createGroupCommit({
    write: (group) => settleGroup(events, group),
    wrote,
    writeWithin: WRITE_WITHIN,
    maxGroup: 500,
    maxWaitingSize: 50_000,
    writers: 1,
    patient: true,
  });
}

/**
 * Applies each change to its event if the attempt before it was the last one, and answers the events. An event that
 * carries the attempt's id has it applied, by this write or by an earlier one.
 */
async function settleGroup(
  events: Collection<EventDocument>,
  group: Settlement[],
): Promise<(EventDocument | Error)[]> {
  let applied = 0;
  const faults = await updateEach(events, group.map(settling), {}, (count) => (applied += count));
  // Each found its event as it had to be, and so is known without another look.
  if (applied === group.length) return group.map(settled);
  const found = await readEach(events, group);
  const again = async (some: Settlement[]) => {
    if (some.length === 0) return;
    await updateEach(events, some.map(settling));
    for (const [id, event] of await readEach(events, some)) found.set(id, event);
  };
  const isApplied = ({ attempt }: Settlement) => found.get(attempt.event_id)?.last_attempt_id === attempt._id;
  // An order came meanwhile; or a cancel, which has taken the lease away and has left a mark of its own.
  const overtaken = group.filter((it) => it.hold && !isApplied(it));
  await again(overtaken.map(({ hold: _, ...settlement }) => settlement));
  await handOn(events, overtaken);
  await again(
    group.filter((it) => isCancelledMeanwhile(found.get(it.attempt.event_id), it.before)).map(ofCancelled),
  );
  return group.map((settlement, index) => {
    const { attempt } = settlement;
    const event = found.get(attempt.event_id);
    if (event && isApplied(settlement)) return event;
    const fault = faults[index];
    if (fault instanceof Error) return fault;
    return new Error(`attempt ${attempt.attempt_number} of ${attempt.event_id} was overtaken`);
  });
}

/** Gives events back to the outbox that carry orders, and are still under the lease of their attempt. */
async function handOn(events: Collection<EventDocument>, overtaken: Settlement[]): Promise<void> {
  for (const { attempt, hold } of overtaken) {
    const held = { _id: attempt.event_id, team_id: attempt.team_id, "outbox.lease": hold!.lease };
    await events.updateOne(held, { $set: { outbox: { due: attempt.updated_at, lease: null } } });
  }
}

async function readEach(
  events: Collection<EventDocument>,
  group: Settlement[],
): Promise<Map<string, EventDocument>> {
  const ids = group.map(({ attempt }) => attempt.event_id);
  const found = events.find({ _id: { $in: ids } }, { projection: WITHOUT_PAYLOAD });
  return new Map((await found.toArray()).map((event) => [event._id, event]));
}

const isCancelledMeanwhile = (event: EventDocument | undefined, before: EventDocument): boolean =>
  event?.status === "cancelled" && before.status !== "cancelled";

/** The event as its attempt left it. */
function settled({ before, attempt, change }: Settlement): EventDocument {
  const { attempt_number: attempts_count, _id: last_attempt_id } = attempt;
  return { ...before, ...change, attempts_count, last_attempt_id };
}

function settling({ attempt, change, before, hold }: Settlement): AnyBulkWriteOperation<EventDocument> {
  const { event_id: _id, team_id, attempt_number, _id: last_attempt_id } = attempt;
  const stands =
    change.status === "delivered" || before.status === "cancelled" ? {} : { status: { $ne: "cancelled" } };
  const held = hold ? { "outbox.lease": hold.lease, "orders.0": { $exists: false } } : {};
  const filter = {
    _id,
    team_id,
    attempts_count: attempt_number - 1,
    ...stands,
    ...held,
  } as Filter<EventDocument>;
  const outbox = hold?.goesOn ? { outbox: { due: attempt.updated_at, lease: null } } : {};
  const update = {
    $set: { ...change, attempts_count: attempt_number, last_attempt_id, ...outbox },
    ...(hold && !hold.goesOn && { $unset: { outbox: "" as const } }),
    ...(attempt.order_id !== undefined && { $pull: withoutOrder(attempt.order_id) }),
  };
  return { updateOne: { filter, update } };
}

/** The attempt counts, and nothing is due after it. */
function ofCancelled({ attempt, change, before }: Settlement): Settlement {
  const { status: _, next_attempt_at: __, ...counted } = change;
  return { attempt, change: counted, before: { ...before, status: "cancelled" } };
}
