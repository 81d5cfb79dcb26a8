import { afterAll, beforeAll, expect, it } from "vitest";
import { eventIdOf } from "../../src/ids.ts";
import type { DirectLane } from "../../src/outbox/direct-lane.ts";
import { createRouter, type RoutingStore } from "../../src/outbox/router.ts";
import type { AttemptDocument, ConnectionDocument, RequestDocument } from "../../src/store/documents.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

const now = () => new Date();
/** As ingress stores it: it routes under a lease of its own. */
const LEASED = { outbox: { due: new Date(Date.now() + 60_000), lease: "ingress-1" } };
const erase = ({ team_id, _id }: RequestDocument) => own.store.erasure.erase(team_id, _id, now());
const stored = ({ team_id, _id }: RequestDocument) => own.store.requests.find(team_id, _id);

/** A connection whose filter tells, of what it ignores, what it found there. */
const filtering = (changes: Partial<ConnectionDocument> = {}) =>
  own.connect({ rules: [{ type: "filter", body: { id: 2 } }], ...changes });

it("a request that was erased while it waited in memory is not routed", async () => {
  const connection = await own.connect();
  const request = await own.receive(connection, LEASED);
  await erase(request);
  let time = Date.now();
  await using router = createRouter(own.store, () => new Date((time += 2000)));
  await router.route(request);
  expect(await own.eventsOf(connection)).toEqual([]);
  expect(await stored(request)).toMatchObject({ events_count: 0, routing: [] });
});

it("a request that is erased while it is routed: nothing of it stays or is sent, and the counts add up", async () => {
  const quoting = await filtering();
  const waiting = await own.connect({ source_id: quoting.source_id });
  const request = await own.receive(quoting, LEASED);
  const erasing: RoutingStore = {
    ...own.store,
    events: {
      ...own.store.events,
      async insertMissing(events) {
        await erase(request);
        return own.store.events.insertMissing(events);
      },
    },
  };
  await using router = createRouter(erasing, now);
  await router.route(request);
  const [ignored] = await own.eventsOf(quoting);
  const [cancelled] = await own.eventsOf(waiting);
  expect(ignored).toMatchObject({ status: "ignored", cause: "FILTERED", cause_detail: null });
  expect(cancelled).toMatchObject({ status: "cancelled", attempts_count: 0 });
  const record = await stored(request);
  expect(record).toMatchObject({ events_count: 2, ignored_count: 1 });
  expect(record!.routing.map(({ event_id, detail }) => [event_id, detail])).toEqual([
    [ignored!._id, null],
    [cancelled!._id, null],
  ]);
});

it("a request that is routed again, and erased before that is recorded twice, is counted once", async () => {
  const connection = await own.connect();
  const request = await own.receive(connection, LEASED);
  await using router = createRouter(own.store, now);
  await router.route(request);
  await erase(request);
  await router.route(request);
  expect(await stored(request)).toMatchObject({ events_count: 1 });
  expect(await own.eventsOf(connection)).toMatchObject([{ status: "cancelled" }]);
});

it("a request that is erased during a first attempt without a workflow is counted, and erased once more", async () => {
  const connection = await own.connect({ first_attempt: "direct" });
  const request = await own.receive(connection, LEASED);
  const attempted = new Set<string>();
  const lane: Pick<DirectLane, "plan" | "begin" | "stopping"> = {
    stopping: new AbortController().signal,
    plan: (event) => ({ ...event, lane: "direct", workflow_id: null }),
    begin({ event }, draft) {
      attempted.add(event._id);
      const { outbox: _, ...delivered } = { ...event, status: "delivered" as const, attempts_count: 1 };
      void erase(request).then(() => draft!.write(delivered));
    },
  };
  await using router = createRouter(own.store, now, { lane });
  await router.routeNew(request);
  const [event] = await own.eventsOf(connection);
  expect(attempted).toEqual(new Set([event!._id]));
  expect(event).toMatchObject({ status: "delivered", attempts_count: 1 });
  expect(await stored(request)).toMatchObject({ events_count: 1, body: null, path: "" });
});

it("an attempt whose event a crash has left to be made is erased with its request", async () => {
  const connection = await own.connect({ first_attempt: "direct" });
  const request = await own.receive(connection, LEASED);
  const event_id = eventIdOf(request.received_at, request._id, connection._id, 0);
  const said = { url: "http://127.0.0.1:9/hook", response_body: "Ann", request_headers: { from: "Ann" } };
  const made = { _id: "att_early", event_id, team_id: request.team_id, attempt_number: 1, ...said };
  await own.store.events.insertAttempt(made as unknown as AttemptDocument, new AbortController().signal);
  await erase(request);
  const erased = await own.store.events.findAttempt({ _id: event_id, team_id: request.team_id }, 1);
  expect(erased).toMatchObject({ url: "http://127.0.0.1:9", response_body: null, request_headers: {} });
});
