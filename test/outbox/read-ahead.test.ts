import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createReadAhead } from "../../src/outbox/junctions.ts";
import { createRouter } from "../../src/outbox/router.ts";
import type { Store } from "../../src/store/store.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

let test: TestStore;
let reads = 0;
/** The store, its reads of connections counted. */
let counted: Store;
beforeAll(async () => {
  test = await openTestStore();
  const findJunctions: Store["findJunctions"] = (ids) => test.store.findJunctions(ids).finally(() => reads++);
  counted = { ...test.store, findJunctions };
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(() => void (reads = 0));

const readOnce = () => eventually("the connections are read", async () => reads === 1);

describe("what routing needs is read while the request is being stored:", () => {
  it("one that comes alone is routed by it, without another read", async () => {
    const connection = await test.connect();
    const request = await test.receive(connection);
    await using router = createRouter(counted, () => new Date());
    router.expect(request);
    await readOnce();
    await router.route(request);
    expect(reads).toBe(1);
    expect(await test.eventsOf(connection)).toMatchObject([{ request_id: request._id, status: "queued" }]);
  });

  it("where others wait to be routed, nothing is read ahead, but once for all of them", async () => {
    const connection = await test.connect();
    const requests = [await test.receive(connection), await test.receive(connection)];
    await using router = createRouter(counted, () => new Date());
    const routed = router.route(requests[0]!);
    router.expect(requests[1]!);
    await routed;
    expect(reads).toBe(1);
    await router.route(requests[1]!);
    expect(reads).toBe(2);
    expect(await test.eventsOf(connection)).toHaveLength(2);
  });

  it("a fault of that read is nobody's: routing reads again", async () => {
    const connection = await test.connect();
    const request = await test.receive(connection);
    let failed = false;
    const findJunctions: Store["findJunctions"] = (ids) => {
      if (failed) return counted.findJunctions(ids);
      failed = true;
      return Promise.reject(new Error("no primary"));
    };
    const store = { ...counted, findJunctions };
    await using router = createRouter(store, () => new Date());
    router.expect(request);
    await router.route(request);
    expect(reads).toBe(1);
    expect(await test.eventsOf(connection)).toHaveLength(1);
  });

  it("it holds for a second, and for no group of several", async () => {
    const connection = await test.connect();
    const [request, other] = [await test.receive(connection), await test.receive(connection)];
    let clock = 0;
    const ahead = createReadAhead(counted.findJunctions, () => clock);
    ahead.begin(request);
    expect((await ahead.of([request]))?.get(connection.source_id)).toMatchObject([{ connection }]);
    expect(await ahead.of([request, other])).toBeNull();
    clock = 1001;
    expect(await ahead.of([request])).toBeNull();
  });
});
