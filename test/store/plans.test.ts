import { MongoClient, type Document } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "../../src/ids.ts";
import type { EventStatus } from "../../src/resources/event.ts";
import { createRouter } from "../../src/outbox/router.ts";
import { createBacklog } from "../../src/store/backlog.ts";
import { createChangeStore, type ChangeDocument, type ChangeStore } from "../../src/store/changes.ts";
import type { EventDocument, RequestDocument } from "../../src/store/documents.ts";
import { createEventStore, type EventStore } from "../../src/store/events.ts";
import { createRequestStore, type RequestStore } from "../../src/store/requests.ts";
import { createStrandedEvents, type StrandedEvents } from "../../src/store/stranded-events.ts";
import { createWaitingEvents, type WaitingEvents } from "../../src/store/waiting-events.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";

/** The stores whose commands are watched, and an event of theirs. */
interface Watched {
  waiting: WaitingEvents;
  stranded: StrandedEvents;
  events: EventStore;
  requests: RequestStore;
  changes: ChangeStore;
  backlog: ReturnType<typeof createBacklog>;
  event: EventDocument;
}

const STATUSES: EventStatus[] = ["queued", "held", "processing", "delivered", "failed"];
const now = () => new Date();

let own: TestStore;
let client: MongoClient;
let watched: Watched;
beforeAll(async () => {
  own = await openTestStore();
  client = await MongoClient.connect(inject("mongodbUri"), { monitorCommands: true });
  const db = client.db(own.database.databaseName);
  watched = {
    waiting: createWaitingEvents(db.collection<EventDocument>("events")),
    stranded: createStrandedEvents(db.collection<EventDocument>("events")),
    events: createEventStore(db.collection("events"), db.collection("attempts")),
    requests: createRequestStore(db.collection<RequestDocument>("requests")),
    changes: createChangeStore(db.collection<ChangeDocument>("changes")),
    backlog: createBacklog({
      requests: db.collection("requests"),
      events: db.collection("events"),
      bulk_operations: db.collection("bulk_operations"),
    }),
    event: await fill(),
  };
});
afterAll(async () => {
  await client.close();
  await own[Symbol.asyncDispose]();
});

/** Some thousand events of two connections in all statuses; answers one of them. */
async function fill(): Promise<EventDocument> {
  let last: EventDocument | undefined;
  for (const connection of [await own.connect(), await own.connect()]) {
    const router = createRouter(own.store, now);
    await router.route(await own.receive(connection));
    await router[Symbol.asyncDispose]();
    const [first] = await own.eventsOf(connection);
    const events = Array.from({ length: 1500 }, (_, at): EventDocument => {
      const created_at = new Date(Date.now() + at);
      const placed = at % 7 === 0 ? { slot_at: created_at } : {};
      const outbox = at % 11 === 0 ? { outbox: { due: created_at, lease: null } } : { outbox: undefined };
      const status = STATUSES[at % STATUSES.length]!;
      return { ...first!, ...placed, ...outbox, _id: newId("event", created_at), created_at, status };
    });
    await own.store.events.insertMissing(events);
    await own.store.transaction((session) => own.store.changes.note([connection], now(), session));
    await own.receive(connection);
    last = events[900];
  }
  return last!;
}

const SENT = new Set(["find", "update", "findAndModify", "delete"]);

/** The commands that a piece of work sends, without what only its session needs. */
async function commandsOf(work: () => Promise<unknown>): Promise<Document[]> {
  const commands: Document[] = [];
  const note = ({ commandName, command }: { commandName: string; command: Document }) => {
    if (!SENT.has(commandName)) return;
    const { lsid: _l, $db: _d, $clusterTime: _c, txnNumber: _t, writeConcern: _w, ...rest } = command;
    // A group of updates is explained one by one.
    const updates = rest.updates as Document[] | undefined;
    commands.push(...(updates ? updates.map((update) => ({ ...rest, updates: [update] })) : [rest]));
  };
  client.on("commandStarted", note);
  await work();
  client.off("commandStarted", note);
  return commands;
}

function stagesOf(plan: Document): string[] {
  const inner = [plan.inputStage, plan.queryPlan, ...((plan.inputStages as Document[] | undefined) ?? [])];
  return [plan.stage as string, ...inner.flatMap((it) => (it ? stagesOf(it as Document) : []))].filter(
    Boolean,
  );
}

const indexOf = (plan: Document) => /"indexName":"([^"]*)"/.exec(JSON.stringify(plan))?.[1];

const of = (event: EventDocument) => ({ team_id: event.team_id, connection_id: event.connection_id });
const to = (event: EventDocument) => ({ team_id: event.team_id, destination_id: event.destination_id });
const claim = () => ({
  lease: newId("request", now()),
  now: new Date(Date.now() + 60_000),
  holdFor: 1,
  limit: 50,
});

const OF_CONNECTION = "team_id_1_connection_id_1_status_1__id_-1";
const TO_DESTINATION = "team_id_1_destination_id_1_status_1__id_-1";
const PLACED = "destination_id_1__id_1";
const OPEN = "status_1_next_attempt_at_1__id_1_outbox.due_1";
const TOLD = "orders_told_at_1";
const DUE = "outbox.due_1";
const BEHIND = "outbox.behind_1";
const TURNS = "destination_id_1_outbox.behind_1__id_1";
const ID = "_id_";
/** For a few given ids that are due, MongoDB takes the one or the other. */
const EITHER: unknown = expect.stringMatching(/^(_id_|outbox\.due_1)$/);

test.each<[string, unknown[], (on: Watched) => Promise<unknown>]>([
  [
    "wakes a connection's events",
    [OF_CONNECTION, OF_CONNECTION],
    ({ waiting, event }) => waiting.wake(of(event), now()),
  ],
  [
    "wakes a destination's events",
    [TO_DESTINATION, TO_DESTINATION],
    ({ waiting, event }) => waiting.wake(to(event), now()),
  ],
  ["finds older released events", [OF_CONNECTION], ({ waiting, event }) => waiting.releasedBefore(event)],
  ["finds events with a place", [PLACED], ({ waiting, event }) => waiting.placed(to(event), "evt_", 100)],
  [
    "finds the oldest event with a place",
    [PLACED],
    ({ waiting, event }) => waiting.oldestPlaced(event.destination_id, null),
  ],
  [
    "releases held events",
    [OF_CONNECTION, ID],
    ({ waiting, event }) => waiting.releaseHeld(of(event), { delay: 0, limit: 100, now: now() }),
  ],
  [
    "ends held events",
    [OF_CONNECTION, ID, ID],
    ({ waiting, event }) =>
      waiting.ignoreHeld(of(event), "CONNECTION_DISABLED", {
        limit: 100,
        now: now(),
        noteEnds: () => Promise.resolve(),
      }),
  ],
  ["claims due events", [DUE, EITHER, ID], ({ events }) => events.claimUndispatched(claim())],
  [
    "claims events by id",
    [ID, ID],
    ({ events, event }) => events.claimUndispatched({ ...claim(), ids: [event._id] }),
  ],
  ["marks events as dispatched", [ID], ({ events, event }) => events.markDispatched([event._id], "lease")],
  ["gives events back", [ID], ({ events, event }) => events.release([event._id], "lease", now())],
  ["sets events aside", [ID], ({ events, event }) => events.stepAside([event._id], "lease", now())],
  ["finds what lets others pass", [TURNS], ({ events }) => events.oldestBehind("des_", 10)],
  ["claims due requests", [DUE, EITHER, ID], ({ requests }) => requests.claimUnrouted(claim())],
  [
    "finds overdue events",
    [OPEN, OPEN, TOLD],
    async ({ stranded }) => {
      for await (const group of stranded.overdue(new Date(), 5000)) expect(group.length).toBeGreaterThan(0);
    },
  ],
  ["finds since when something is due", [OPEN, OPEN, DUE, DUE, BEHIND], ({ backlog }) => backlog()],
  ["claims due changes", [DUE, EITHER, ID], ({ changes }) => changes.claim(claim())],
])("what %s reads an index in order", async (_, indexes, work) => {
  const plans: Document[] = [];
  for (const command of await commandsOf(() => work(watched))) {
    const explained = await own.database.command({ explain: command, verbosity: "queryPlanner" });
    plans.push((explained.queryPlanner as Document).winningPlan as Document);
  }
  expect(plans.map(indexOf)).toEqual(indexes);
  expect(plans.flatMap(stagesOf)).not.toContain("SORT");
});
