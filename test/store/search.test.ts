import { afterAll, beforeAll, expect, test } from "vitest";
import { derivedId, newId } from "../../src/ids.ts";
import type { EventDocument, RequestDocument } from "../../src/store/documents.ts";
import { findSearchedPage, decodeCursor, type Page } from "../../src/store/page.ts";
import { createRouter } from "../../src/outbox/router.ts";
import { openTestStore, requestAt, type TestStore } from "../outbox/test-store.ts";

/** More than one command looks through. */
const EVENTS = 11_000;
const REQUESTS = 21_000;
const TEAM = "tm_test";

let own: TestStore;
/** Ids of the events whose request has the text in it, the newest first. */
/** Found by words that no id has: an id can have any word of its letters by chance. */
const rare: string[] = [];
const common: string[] = [];

beforeAll(async () => {
  own = await openTestStore();
  const connection = await own.connect();
  const router = createRouter(own.store, () => new Date());
  await router.route(await own.receive(connection));
  await router[Symbol.asyncDispose]();
  const [event] = await own.eventsOf(connection);
  const start = Date.now() - REQUESTS;
  const requests: RequestDocument[] = [];
  const events: EventDocument[] = [];
  for (let at = 0; at < REQUESTS; at++) {
    const created_at = new Date(start + at);
    const search = [`number ${at}`, at % 4000 === 17 ? "sold out" : "", at % 3 === 0 ? "common" : ""].join(
      " ",
    );
    const request = { ...requestAt(created_at), search };
    requests.push(request);
    if (at >= EVENTS) continue;
    const _id = derivedId("event", created_at, request._id);
    events.push({ ...event!, _id, request_id: request._id, created_at, outbox: undefined });
    if (search.includes("sold out")) rare.unshift(_id);
    if (search.includes("common")) common.unshift(_id);
  }
  const { database } = own;
  await database.collection<RequestDocument>("requests").insertMany(requests);
  await database.collection<EventDocument>("events").insertMany(events, { ignoreUndefined: true });
});
afterAll(async () => own[Symbol.asyncDispose]());

const listed = (q: string, limit: number) =>
  own.store.lists.events(TEAM, { q }, { limit, dir: "desc", cursor: null });
const idsOf = ({ rows }: Page<{ _id: string }>) => rows.map((row) => row._id);

test("a text in few of many requests is found in all their events, in order", async () => {
  const page = await listed("SOLD OUT", 100);
  expect(idsOf(page)).toEqual(rare);
  expect(page.next).toBeNull();
  expect(await own.store.counts.events(TEAM, { q: "sold out" })).toEqual({ count: rare.length, exact: true });
});

test("a text in many requests is found slice by slice, in order", async () => {
  expect(idsOf(await listed("common", 5000))).toEqual(common);
  expect(await own.store.counts.events(TEAM, { q: "common" })).toEqual({ count: common.length, exact: true });
});

test("a walk meets what a search finds from the oldest on, each once", async () => {
  const walked: string[] = [];
  for await (const ids of own.store.matching.events(TEAM, { q: "common" })) walked.push(...ids);
  expect(walked.reverse()).toEqual(common);
});

test("requests beyond the first slice are found and counted", async () => {
  const page = await own.store.lists.requests(
    TEAM,
    { q: "number 5 " },
    { limit: 5, dir: "desc", cursor: null },
  );
  expect(page.rows).toHaveLength(1);
  expect(page.rows[0]).not.toHaveProperty("search");
  const expected = { count: REQUESTS / 3, exact: true };
  expect(await own.store.counts.requests(TEAM, { q: "common" })).toEqual(expected);
});

test("a page whose time ran out before anything was found has a cursor that goes on", async () => {
  const requests = own.database.collection<RequestDocument>("requests");
  const pageAt = (cursor: string | null) =>
    findSearchedPage(
      requests,
      (way) => own.store.matching.steps.requests(TEAM, { q: "number 17 " }, way),
      { limit: 2, dir: "desc", cursor: cursor === null ? null : decodeCursor(cursor) },
      { projection: {}, within: 0 },
    );
  const first = await pageAt(null);
  expect(first.rows).toEqual([]);
  expect(first.next).not.toBeNull();
  const second = await pageAt(first.next);
  expect(second.rows.map((row) => row.search)).toEqual(["number 17 sold out "]);
  expect(second.next).toBeNull();
});

test("what is kept without its text is read from its bytes, in its place", async () => {
  const at = new Date();
  const body = Buffer.from('{"only":"in-the-bytes"}');
  const request: RequestDocument = { ...requestAt(at), _id: newId("request", at), body, search: null };
  await own.database.collection<RequestDocument>("requests").insertOne(request);
  const page = { limit: 5, dir: "desc", cursor: null } as const;
  expect(idsOf(await own.store.lists.requests(TEAM, { q: "IN-the-bytes" }, page))).toEqual([request._id]);
  expect(await own.store.counts.requests(TEAM, { q: "in-the-bytes" })).toEqual({ count: 1, exact: true });
});
