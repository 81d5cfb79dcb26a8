import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createBodyRoom, type Load } from "../../activities/body-room.ts";
import type { EventDocument } from "../../src/store/documents.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { eventually } from "../support/eventually.ts";
import { delivered, routeOne, runDeliver, stepsOf } from "./steps.ts";

const MIB = 1024 * 1024;
const to = (destinationId: string, mebibytes: number): Load => ({ destinationId, bytes: mebibytes * MIB });
const never = new AbortController().signal;

describe("the room for bodies", () => {
  it("is left for other destinations by one that has its quarter", () => {
    const room = createBodyRoom(16 * MIB);
    expect(room.take(to("slow", 4))).not.toBeNull();
    expect(room.take(to("slow", 1))).toBeNull();
    expect(room.take(to("other", 4))).not.toBeNull();
  });

  it("takes one body larger than all of it, alone", async () => {
    const room = createBodyRoom(16 * MIB);
    const leave = room.take(to("a", 20))!;
    const next = room.wait(to("b", 20), never);
    expect(room.take(to("c", 1))).toBeNull();
    leave();
    expect(await next).not.toBeNull();
  });

  it("is never short for small bodies", () => {
    const room = createBodyRoom(MIB);
    expect(room.take(to("a", 2))).not.toBeNull();
    for (let n = 0; n < 100; n++) expect(room.take(to("a", 1 / 16))).not.toBeNull();
  });

  it("comes to those that wait in their order, a large one among them", async () => {
    const room = createBodyRoom(16 * MIB);
    const leave = [room.take(to("a", 4))!, room.take(to("b", 4))!, room.take(to("c", 4))!];
    const order: string[] = [];
    const large = room.wait(to("large", 12), never).then(() => void order.push("large"));
    const small = room.wait(to("small", 1), never).then(() => void order.push("small"));
    leave.forEach((it) => it());
    await Promise.all([large, small]);
    expect(order).toEqual(["large", "small"]);
  });

  it("is not waited for by who is cancelled, or has lost patience, and those behind come", async () => {
    const room = createBodyRoom(16 * MIB, 20);
    const leave = room.take(to("a", 15))!;
    expect(await room.wait(to("b", 4), never)).toBeNull();
    const cancelled = new AbortController();
    const patient = createBodyRoom(16 * MIB);
    patient.take(to("a", 15));
    const first = patient.wait(to("b", 4), cancelled.signal);
    const second = patient.wait(to("c", 1), never);
    cancelled.abort(new Error("cancelled"));
    await expect(first).rejects.toThrow("cancelled");
    expect(await second).not.toBeNull();
    leave();
    expect(room.take(to("b", 20))).not.toBeNull();
  });
});

describe("the attempt of an event with a large body, where there is no room", () => {
  let own: TestStore;
  beforeAll(async () => {
    own = await openTestStore();
  });
  afterAll(() => own[Symbol.asyncDispose]());

  async function crowded() {
    const { event } = await routeOne(own);
    const events = own.database.collection<EventDocument>("events");
    await events.updateOne({ _id: event._id }, { $set: { body_size: 8 * MIB } });
    const bodies = createBodyRoom(8 * MIB);
    const leave = bodies.take(to("another", 8))!;
    const loaded = vi.fn((...asked: Parameters<typeof own.store.requests.find>) =>
      own.store.requests.find(...asked),
    );
    const store = { ...own.store, requests: { ...own.store.requests, find: loaded } };
    return { event, leave, loaded, deps: { ...stepsOf(store, delivered), bodies } };
  }

  it("waits, and does not load it before", async () => {
    const { event, leave, loaded, deps } = await crowded();
    const waits = vi.spyOn(deps.bodies, "wait");
    const made = runDeliver(deps, event);
    await eventually("it waits", () => waits.mock.calls.length === 1);
    expect(loaded).not.toHaveBeenCalled();
    leave();
    expect(await made).toMatchObject({ status: "delivered", attempts_made: 1 });
    expect(loaded).toHaveBeenCalledTimes(1);
    expect(deps.bodies.take(to("another", 8))).not.toBeNull();
  });

  it("is handed to the remote lane rather than hold a workflow task", async () => {
    const { event, deps } = await crowded();
    const local = new MockActivityEnvironment({ isLocal: true });
    expect(await runDeliver(deps, event, {}, local)).toMatchObject({ lane: "remote", attempts_made: 0 });
  });
});
