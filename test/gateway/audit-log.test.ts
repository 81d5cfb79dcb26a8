import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditEntry } from "../../src/resources/audit-entry.ts";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { makeKey, type MadeKey } from "./keys.ts";
import { connect, settledEvent, submit } from "./scene.ts";

type Entry = z.input<typeof AuditEntry>;

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const log = async (query: string) =>
  (await gateway.api.ok<List<Entry>>("GET", `/audit_log?limit=250&${query}`)).models;
const actionsOn = async (id: string) =>
  (await log(`resource_id=${id}&dir=asc`)).map(({ action, before, after }) => [action, before, after]);

test("a change is logged with who made it, when, under which request, and what it changed", async () => {
  const { made: key, api } = await makeKey(gateway, ["write"], { name: "deploy" });
  const { body: source, headers } = await api.call<Wire["source"]>("POST", "/sources", { name: "logged" });
  const [entry] = await log(`resource_id=${source.id}`);
  expect(entry).toEqual({
    id: expect.stringMatching(/^aud_[0-9a-z]+$/) as string,
    team_id: gateway.settings.team.id,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    actor: { key_id: key.id, name: "deploy" },
    action: "source.create",
    resource_type: "source",
    resource_id: source.id,
    before: null,
    after: expect.objectContaining({ name: "logged", enabled: true, token: source.token }) as object,
    input: null,
    request_id: headers.get("x-request-id"),
    completed_at: entry!.created_at,
  });
});

test("each kind of change is an action of its own, with the fields that it changed", async () => {
  const { source_id: id, id: connection } = await connect(gateway.api, receiver.url);
  await gateway.api.ok("PATCH", `/sources/${id}`, { description: "new", enabled: true });
  await gateway.api.ok("PUT", `/sources/${id}/disable`);
  await gateway.api.ok("PUT", `/sources/${id}/enable`);
  await gateway.api.ok("PUT", `/sources/${id}/enable`);
  await gateway.api.ok("PUT", `/connections/${connection}/pause`);
  await gateway.api.ok("PUT", `/connections/${connection}/unpause`);
  await gateway.api.ok("POST", `/sources/${id}/rotate_token`);
  await gateway.api.ok("DELETE", `/sources/${id}?cascade=1`);
  const time = expect.any(String) as string;
  expect((await actionsOn(id)).slice(1, 4)).toEqual([
    ["source.update", { description: null }, { description: "new" }],
    ["source.disable", { enabled: true, disabled_at: null }, { enabled: false, disabled_at: time }],
    ["source.enable", { enabled: false, disabled_at: time }, { enabled: true, disabled_at: null }],
  ]);
  expect((await actionsOn(id)).map(([action]) => action)).toEqual([
    "source.create",
    "source.update",
    "source.disable",
    "source.enable",
    "source.rotate_token",
    "source.delete",
  ]);
  expect(await actionsOn(connection)).toEqual([
    ["connection.create", null, expect.any(Object)],
    ["connection.pause", { paused_at: null }, { paused_at: time }],
    ["connection.unpause", { paused_at: time }, { paused_at: null }],
    ["connection.delete", expect.any(Object), null],
  ]);
});

test("a secret is masked on both sides, and its change shows all the same", async () => {
  const auth = (token: string) => ({ type: "bearer", token });
  const input = { name: "secretive", url: receiver.url, auth: auth("hush-1") };
  const { id, signing } = await gateway.api.ok<Wire["destination"]>("POST", "/destinations", input);
  await gateway.api.ok("PATCH", `/destinations/${id}`, { auth: auth("hush-2") });
  const masked = { auth: auth("********") };
  expect((await actionsOn(id)).at(-1)).toEqual(["destination.update", masked, masked]);
  await gateway.api.ok("POST", `/destinations/${id}/rotate_secret`, {});
  const stored = JSON.stringify(await gateway.database.collection("audit_entries").find().toArray());
  for (const secret of ["hush-1", "hush-2", signing.secret]) expect(stored).not.toContain(secret);
});

test("a look at a signing secret is logged, any other read is not", async () => {
  const input = { name: "looked at", url: receiver.url };
  const { id } = await gateway.api.ok<Wire["destination"]>("POST", "/destinations", input);
  await gateway.api.ok("GET", `/destinations/${id}`);
  await gateway.api.ok("GET", `/destinations/${id}/signing_secret`);
  const actions = (await actionsOn(id)).map(([action]) => action);
  expect(actions).toEqual(["destination.create", "destination.read_signing_secret"]);
});

test("retries of events and requests are logged with what was asked for", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const event = await settledEvent(gateway.api, await submit(connection.source));
  await gateway.api.ok("POST", `/events/${event.id}/retry`, { refresh: true });
  const again = { connection_ids: [connection.id] };
  await gateway.api.ok("POST", `/requests/${event.request_id}/retry`, again);
  const [retried] = await log(`resource_id=${event.id}`);
  expect(retried).toMatchObject({ action: "event.retry", resource_type: "event", input: { refresh: true } });
  const [replayed] = await log(`resource_id=${event.request_id}`);
  expect(replayed).toMatchObject({ action: "request.retry", input: again });
  for (const entry of [retried, replayed])
    expect(Date.parse(entry!.completed_at!)).toBeGreaterThanOrEqual(Date.parse(entry!.created_at));
});

test("what is done to bulk operations, events and requests is logged with what it changed, and no data", async () => {
  const { api } = gateway;
  const connection = await connect(api, receiver.url);
  const done = await settledEvent(api, await submit(connection.source, { suffix: "/private" }));
  const operation = await api.ok<Wire["bulk"]>("POST", "/events/bulk_operations", {
    ids: [done.id],
    rate_per_second: 0.01,
  });
  const path = `/events/bulk_operations/${operation.id}`;
  await api.ok("PATCH", path, { max_failures: 3 });
  for (const verb of ["pause", "pause", "resume", "cancel"]) await api.call("PUT", `${path}/${verb}`);
  const steered = (await actionsOn(operation.id)).filter(([action]) => action !== "bulk_operation.create");
  expect(steered[0]).toEqual(["bulk_operation.update", { max_failures: null }, { max_failures: 3 }]);
  for (const [action, before, after] of steered.slice(1)) {
    expect(action).toMatch(/^bulk_operation\.(pause|resume|cancel)$/);
    expect([before, after]).toEqual([
      { status: expect.any(String) as string },
      { status: expect.any(String) as string },
    ]);
    expect(before).not.toEqual(after);
  }

  await api.ok("PUT", `/connections/${connection.id}/pause`);
  const held = await submit(connection.source);
  const [event] = await eventually("an event is held", async () => {
    const { models } = await api.ok<List<Wire["event"]>>("GET", `/requests/${held}/events?status=held`);
    return models.length > 0 && models;
  });
  await api.ok("PUT", `/events/${event!.id}/cancel`);
  expect(await actionsOn(event!.id)).toEqual([
    [
      "event.cancel",
      expect.objectContaining({ status: "held" }),
      expect.objectContaining({ status: "cancelled" }),
    ],
  ]);
  await api.ok("DELETE", `/requests/${done.request_id}/data`);
  expect(await actionsOn(done.request_id)).toEqual([
    ["request.erase_data", { data_erased_at: null }, { data_erased_at: expect.any(String) as string }],
  ]);
});

test("keys are logged when they are made and revoked, without the key", async () => {
  const { made } = await makeKey(gateway, ["read"], { name: "short-lived" });
  await gateway.api.ok("DELETE", `/api_keys/${made.id}`);
  const shown = expect.objectContaining({ name: "short-lived", scopes: ["read"] }) as object;
  expect(await actionsOn(made.id)).toEqual([
    ["api_key.create", null, shown],
    ["api_key.revoke", shown, null],
  ]);
});

test("what fails, what only tries, and what is given again leave no entry", async () => {
  const before = (await log("")).length;
  await gateway.api.call("POST", "/sources", { name: "" });
  await gateway.api.call("DELETE", "/sources/src_none");
  await gateway.api.ok("POST", "/connections/test_filter", { filter: {} });
  await gateway.api.ok("POST", "/events/bulk_operations", { all: true, dry_run: true });
  const key = { "idempotency-key": randomUUID() };
  for (const _ of [1, 2]) await gateway.api.call("POST", "/sources", { name: "once" }, key);
  await gateway.api.call("POST", "/sources", { name: "once" });
  expect((await log("")).length).toBe(before + 1);
});

test("a retry, a cancel and an operation that are refused leave no entry", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const event = await settledEvent(gateway.api, await submit(connection.source));
  const before = (await log("")).length;
  expect((await gateway.api.call("PUT", `/events/${event.id}/cancel`)).status).toBe(409);
  const nowhere = { connection_ids: ["con_0"] };
  expect((await gateway.api.call("POST", `/requests/${event.request_id}/retry`, nowhere)).status).toBe(422);
  expect((await gateway.api.call("POST", "/events/evt_0/retry")).status).toBe(404);
  expect((await log("")).length).toBe(before);
});

test("an entry of before there was completed_at is shown as completed when it was made", async () => {
  const { id } = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "early" });
  const entries = gateway.database.collection("audit_entries");
  await entries.updateOne({ resource_id: id }, { $unset: { completed_at: "" } });
  const [entry] = await log(`resource_id=${id}`);
  expect(entry!.completed_at).toBe(entry!.created_at);
});

test("of code too long for the log an excerpt is kept", async () => {
  const code = `addHandler("transform", (request) => request) // ${"x".repeat(100_000)}`;
  const { id } = await gateway.api.ok<Wire["transformation"]>("POST", "/transformations", {
    name: "long",
    code,
    env: { TOKEN: { value: "hush-3", secret: true } },
  });
  const [entry] = await log(`resource_id=${id}`);
  expect(entry?.after?.code).toBe(`${code.slice(0, 200)}…`);
  expect(JSON.stringify(entry)).not.toContain("hush-3");
});

test("the log is narrowed by actor, action, type and time, and paged as lists are", async () => {
  const { made, api } = await makeKey(gateway, ["write"]);
  for (const name of ["n1", "n2", "n3"]) await api.ok("PUT", "/sources", { name });
  await api.ok("PUT", "/sources", { name: "n3", description: "d" });
  const own = `actor=${made.id}`;
  expect((await log(own)).map((it) => it.action)).toEqual([
    "source.update",
    "source.create",
    "source.create",
    "source.create",
  ]);
  expect(await log(`${own}&action=source.update,source.delete`)).toHaveLength(1);
  expect(await log(`${own}&resource_type=connection`)).toEqual([]);
  const [last] = await log(own);
  expect(await log(`${own}&from=${last!.created_at}&to=now`)).toHaveLength(1);
  expect(await log(`${own}&to=now-1h`)).toEqual([]);
  const first = await gateway.api.ok<List<Entry>>("GET", `/audit_log?${own}&limit=3`);
  const rest = await gateway.api.ok<List<Entry>>(
    "GET",
    `/audit_log?${own}&limit=3&next=${first.pagination.next}`,
  );
  expect([first.count, rest.count, rest.pagination.next]).toEqual([3, 1, null]);
});

test("an entry is written with its change or not at all", async () => {
  const { api, made } = await makeKey(gateway, ["write"]);
  const names = Array.from({ length: 10 }, () => ({ name: "contested" }));
  const answers = await Promise.all(names.map((body) => api.call<MadeKey>("POST", "/sources", body)));
  expect(answers.filter((it) => it.status === 201)).toHaveLength(1);
  expect(await log(`actor=${made.id}`)).toHaveLength(1);
});
