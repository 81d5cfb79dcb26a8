import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { routed, submit } from "./scene.ts";

type Page = List<{ id: string }>;
let gateway: TestGateway;
let source: Wire["source"];
let names = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
  source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "walked" });
});
afterAll(async () => gateway[Symbol.asyncDispose]());

/** Makes one more row of a list, and answers its id. */
const insert: Record<string, () => Promise<string>> = {
  sources: async () =>
    (await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: `row ${++names}` })).id,
  requests: () => submit(source),
};
const page = (path: string, query: string) => gateway.api.ok<Page>("GET", `${path}?limit=2&${query}`);
const idsOf = ({ models }: Page) => models.map((it) => it.id);

/** Follows `side` from `first` to its end, inserting a row before each step; answers the pages. */
async function walk(list: string, first: Page, side: "next" | "prev", dir: string): Promise<Page[]> {
  const pages = [first];
  for (let cursor = first.pagination[side]; cursor !== null; cursor = pages.at(-1)!.pagination[side]) {
    if (pages.length < 20) await insert[list]!();
    pages.push(await page(`/${list}`, `dir=${dir}&${side}=${cursor}`));
  }
  return pages;
}

test.each(["sources", "requests"])(
  "%s walked from the newest while rows are inserted: each row that was there comes once, in order",
  async (list) => {
    for (let i = 0; i < 7; i++) await insert[list]!();
    const all = await gateway.api.ok<Page>("GET", `/${list}?limit=250`);
    const pages = await walk(list, await page(`/${list}`, "dir=desc"), "next", "desc");
    expect(pages.flatMap(idsOf)).toEqual(idsOf(all));
    expect(pages.slice(0, -1).every((it) => it.count === 2)).toBe(true);
  },
);

test("a walk back from the last page meets the same rows and those inserted meanwhile", async () => {
  const there = idsOf(await gateway.api.ok<Page>("GET", "/sources?limit=250"));
  const pages = await walk("sources", await page("/sources", "dir=desc"), "next", "desc");
  const back = await walk("sources", pages.at(-1)!, "prev", "desc");
  const seen = back.reverse().flatMap(idsOf);
  expect(new Set(seen).size).toBe(seen.length);
  expect([...seen].sort().reverse()).toEqual(seen);
  expect(seen.slice(-there.length)).toEqual(there);
  expect(seen.length).toBeGreaterThan(there.length);
});

test("a walk from the oldest meets each row once, those inserted meanwhile at its end", async () => {
  const there = idsOf(await gateway.api.ok<Page>("GET", "/sources?limit=250&dir=asc"));
  const pages = await walk("sources", await page("/sources", "dir=asc"), "next", "asc");
  const seen = pages.flatMap(idsOf);
  expect(seen.slice(0, there.length)).toEqual(there);
  expect([...new Set(seen)].sort()).toEqual(seen);
  expect(seen.length).toBeGreaterThan(there.length);
});

test("prev of the second page is the first page, and that has no prev", async () => {
  for (const dir of ["asc", "desc"]) {
    const first = await page("/sources", `dir=${dir}`);
    expect(first.pagination.prev).toBeNull();
    const second = await page("/sources", `dir=${dir}&next=${first.pagination.next}`);
    const again = await page("/sources", `dir=${dir}&prev=${second.pagination.prev}`);
    expect(again).toEqual(first);
  }
});

test("a list with nothing in it has no cursors", async () => {
  const list = await gateway.api.ok<Page>("GET", "/sources?name=nobody");
  expect(list).toMatchObject({ models: [], count: 0, pagination: { next: null, prev: null } });
});

test("a filter holds over the pages of a walk", async () => {
  const other = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "other" });
  const wanted: string[] = [];
  for (let i = 0; i < 5; i++) {
    await submit(source);
    wanted.unshift(await submit(other));
  }
  const query = `source_id=${other.id}`;
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const at: Page = await page("/requests", cursor ? `${query}&next=${cursor}` : query);
    seen.push(...idsOf(at));
    cursor = at.pagination.next;
  }
  expect(seen).toEqual(wanted);
});

test.each(["garbage", "", "bmV4dDo=", Buffer.from("next:a b").toString("base64url")])(
  "the cursor %j is 422",
  async (cursor) => {
    for (const side of ["next", "prev"]) {
      const { status, body } = await gateway.api.call<Problem>("GET", `/sources?${side}=${cursor}`);
      expect([status, body.errors?.[0]?.path]).toEqual([422, `query.${side}`]);
    }
  },
);

test("a prev cursor sent as next, or both together, is 422", async () => {
  const { next } = (await page("/sources", "")).pagination;
  const { prev } = (await page("/sources", `next=${next}`)).pagination;
  for (const query of [`next=${prev}`, `prev=${next}`, `next=${next}&prev=${prev}`]) {
    expect((await gateway.api.call("GET", `/sources?${query}`)).status).toBe(422);
  }
});

test("a request that was acknowledged is in the list at once", async () => {
  for (let i = 0; i < 5; i++) {
    const id = await submit(source);
    expect(idsOf(await gateway.api.ok<Page>("GET", "/requests?limit=1"))).toEqual([id]);
    expect((await routed(gateway.api, id)).rejection_cause).toBe("NO_CONNECTION");
  }
});
