import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStore, requestAt, type TestStore } from "../outbox/test-store.ts";

const HELD = { holdFor: 60_000, limit: 100 };
let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(async () => own[Symbol.asyncDispose]());

test("unrouted requests are taken up as far as their bytes allow, the oldest first, and one at least", async () => {
  const start = Date.now() - 60_000;
  const sizes = [10, 20, 30, 500, 5];
  const requests = sizes.map((size, i) => ({
    ...requestAt(new Date(start + i)),
    body: Buffer.alloc(size),
    body_size: size,
  }));
  for (const request of requests) await own.store.requests.insert(request);
  const taken: number[][] = [];
  for (let round = 0; round < 5; round++) {
    const claim = { ...HELD, lease: `lease-${round}`, now: new Date(), maxBytes: 50 };
    taken.push((await own.store.requests.claimUnrouted(claim)).map(({ body_size }) => body_size));
  }
  expect(taken).toEqual([[10, 20], [30], [500], [5], []]);
});

test("a call that declares more than can be held, and has no body, keeps no other one from being stored", async () => {
  const declared = { ...requestAt(new Date()), body: null, body_size: Number.MAX_SAFE_INTEGER };
  const insert = own.store.requests.insert;
  const all = [insert(requestAt(new Date())), insert(declared), insert(requestAt(new Date()))];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(Array(3).fill("fulfilled"));
});
