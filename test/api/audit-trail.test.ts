import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createAuditTrail, type LoggedCall } from "../../src/api/audit-trail.ts";
import type { AuditEntry } from "../../src/resources/audit-entry.ts";
import type { Stored } from "../../src/resources/wire.ts";

const CALLED = new Date("2026-01-31T09:00:00Z");
const DONE = new Date("2026-01-31T09:00:01Z");
const CALL: LoggedCall = {
  caller: { teamId: "tm_1", keyId: "key_1", keyName: "ops", keyExpiresAt: null, scopes: ["write"] },
  action: { type: "event", verb: "retry" },
  idempotencyKey: null,
  at: CALLED,
  subjectId: "evt_1",
  input: { refresh: true },
  requestId: "r-1",
};

let entries: Map<string, Stored<AuditEntry>>;
beforeEach(() => {
  entries = new Map();
});

/** A log in memory that keeps the store's promises. */
const audit = {
  add: async (some: Stored<AuditEntry>[]) => some.forEach((entry) => entries.set(entry._id, entry)),
  begin: async (entry: Stored<AuditEntry>) => {
    const isNew = !entries.has(entry._id);
    if (isNew) entries.set(entry._id, entry);
    return isNew;
  },
  complete: async (entry: Stored<AuditEntry>) => void entries.set(entry._id, entry),
  withdraw: async ({ _id }: { _id: string }) => {
    if (entries.get(_id)?.completed_at === null) entries.delete(_id);
  },
};
const trailOf = (call: Partial<LoggedCall> = {}) =>
  createAuditTrail({ audit, now: () => DONE }, { ...CALL, ...call });
const logged = () => [...entries.values()];

test("a call that began and was cut off has an entry of what was asked, not completed", async () => {
  await trailOf().begin();
  expect(logged()).toMatchObject([
    {
      action: "event.retry",
      resource_type: "event",
      resource_id: "evt_1",
      input: { refresh: true },
      created_at: CALLED,
      completed_at: null,
    },
  ]);
});

test("a call that ended has one entry, completed, with what it changed", async () => {
  const trail = trailOf();
  await trail.begin();
  const schema = z.object({ status: z.string() });
  await trail.end({ before: { status: "held" }, after: { status: "cancelled" }, schema });
  expect(logged()).toMatchObject([
    { before: { status: "held" }, after: { status: "cancelled" }, completed_at: DONE },
  ]);
});

test("a call that was refused after it began leaves no entry", async () => {
  const trail = trailOf();
  await trail.begin();
  await trail.refuse();
  expect(logged()).toEqual([]);
});

test("a call that is run again with its key, after it was cut off, completes the entry that it began", async () => {
  await trailOf({ idempotencyKey: "k" }).begin();
  const again = trailOf({ idempotencyKey: "k", requestId: "r-2" });
  await again.begin();
  await again.end(null);
  expect(logged()).toMatchObject([{ created_at: CALLED, completed_at: DONE, request_id: "r-2" }]);
});

test("a call that is refused when it is run again keeps the entry of the run that was cut off", async () => {
  await trailOf({ idempotencyKey: "k" }).begin();
  const again = trailOf({ idempotencyKey: "k" });
  await again.begin();
  await again.refuse();
  expect(logged()).toMatchObject([{ completed_at: null }]);
});

test("a call that ends without having begun leaves no entry of its own", async () => {
  await trailOf().end(null);
  expect(logged()).toEqual([]);
});
