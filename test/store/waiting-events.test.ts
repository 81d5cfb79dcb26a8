import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventDocument } from "../../src/store/documents.ts";
import { createWaitingEvents } from "../../src/store/waiting-events.ts";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { recordsAt } from "./records-at.ts";

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own[Symbol.asyncDispose]());

test("an event that two call at once is called for both, and for neither once it was attempted", async () => {
  const events = own.database.collection<EventDocument>("events");
  const now = new Date();
  const made = recordsAt(0, now).events as unknown as EventDocument;
  const event: EventDocument = { ...made, status: "queued", attempts_count: 0, slot_at: now };
  await events.insertOne(event);
  const { call } = createWaitingEvents(events);
  expect(await call(event, now)).toBe(true);
  expect(await call(event, now)).toBe(true);
  await events.updateOne({ _id: event._id }, { $set: { attempts_count: 1 } });
  expect(await call(event, now)).toBe(false);
});
