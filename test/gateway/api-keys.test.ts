import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { createApiClient } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { makeKey, type MadeKey, type WireKey } from "./keys.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const refusal = async (call: Promise<{ status: number; body: unknown }>) => {
  const { status, body } = await call;
  return [status, (body as Problem).code, (body as Problem).detail];
};

test("an API key, made, is shown once and kept as nothing but its digest", async () => {
  const { made } = await makeKey(gateway, ["write"], { name: "deploy" });
  expect(made).toEqual({
    id: expect.stringMatching(/^key_[0-9a-z]+$/) as string,
    team_id: gateway.settings.team.id,
    name: "deploy",
    scopes: ["write"],
    expires_at: null,
    last_used_at: null,
    created_at: made.updated_at,
    updated_at: made.created_at,
    key: expect.stringMatching(/^fh_[0-9a-z]{32}$/) as string,
  });
  const { key, ...rest } = made;
  expect(await gateway.api.ok("GET", `/api_keys/${made.id}`)).toEqual(rest);
  const { models } = await gateway.api.ok<List<WireKey>>("GET", "/api_keys");
  expect(models).toContainEqual(rest);
  expect(models.map((it) => it.name)).toContain("bootstrap");
  for (const name of ["api_keys", "audit_entries"]) {
    expect(JSON.stringify(await gateway.database.collection(name).find().toArray())).not.toContain(key);
  }
});

test.each([
  [{ scopes: [] }, "scopes"],
  [{ scopes: ["root"] }, "scopes[0]"],
  [{ scopes: undefined }, "scopes"],
  [{ name: "" }, "name"],
  [{ expires_at: "tomorrow" }, "expires_at"],
  [{ expires_at: "2020-01-01T00:00:00Z" }, "expires_at"],
])("an API key from %j is 422 at %s", async (changes, path) => {
  const input = { name: "faulty", scopes: ["read"], ...changes };
  const { status, body } = await gateway.api.call<Problem>("POST", "/api_keys", input);
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, [path]]);
});

test("a key with the scope read reads, and is refused each change with the scope that it lacks", async () => {
  const { api } = await makeKey(gateway, ["read"]);
  expect((await api.call("GET", "/sources")).status).toBe(200);
  const refused = await api.call<Problem>("POST", "/sources", { name: "not mine to make" });
  expect(refused).toMatchObject({ status: 403, body: { code: "FORBIDDEN", scope: "write" } });
  expect(refused.body.detail).toContain("scope write");
});

test("a key with the scope write changes things, but sees neither keys nor signing secrets", async () => {
  const { api } = await makeKey(gateway, ["write"]);
  const input = { name: "written", url: "http://127.0.0.1:9/" };
  const destination = await api.ok<Wire["destination"]>("POST", "/destinations", input);
  for (const [method, path] of [
    ["GET", "/api_keys"],
    ["POST", "/api_keys"],
    ["GET", `/destinations/${destination.id}/signing_secret`],
    ["POST", `/destinations/${destination.id}/rotate_secret`],
    ["GET", "/audit_log"],
  ] as const) {
    const answer = await api.call<Problem>(method, path);
    expect([path, answer.status, answer.body.scope]).toEqual([path, 403, "admin"]);
  }
});

test("a revoked key is refused from the next call on, and gone from the list", async () => {
  const { made, api } = await makeKey(gateway, ["read"]);
  await api.ok("GET", "/sources");
  expect(await gateway.api.ok("DELETE", `/api_keys/${made.id}`)).toEqual({ id: made.id });
  expect(await refusal(api.call("GET", "/sources"))).toEqual([
    401,
    "UNAUTHORIZED",
    "This API key was revoked.",
  ]);
  const { models } = await gateway.api.ok<List<WireKey>>("GET", "/api_keys");
  expect(models.map((it) => it.id)).not.toContain(made.id);
  for (const method of ["GET", "DELETE"] as const) {
    expect((await gateway.api.call(method, `/api_keys/${made.id}`)).status).toBe(404);
  }
});

test("a key is good until it expires, and 401 from then on", async () => {
  const { api, made } = await makeKey(gateway, ["read"], { expires_at: soon(60_000) });
  await api.ok("GET", "/sources");
  const expired = { $set: { expires_at: new Date() } };
  await gateway.database.collection<{ _id: string }>("api_keys").updateOne({ _id: made.id }, expired);
  expect(await refusal(api.call("GET", "/sources"))).toEqual([
    401,
    "UNAUTHORIZED",
    "This API key has expired.",
  ]);
});

test("a key learns from its team who it is, what it may, and until when", async () => {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  const key = { name: "for an hour", scopes: ["read"], expires_at };
  const made = await gateway.api.ok<WireKey & { key: string }>("POST", "/api_keys", key);
  const { id: teamId } = gateway.settings.team;
  const api = createApiClient(gateway.url, teamId!, made.key);
  expect(await api.ok("GET", "/team")).toMatchObject({ id: teamId, api_key: { id: made.id, ...key } });
});

test("a key can't revoke itself", async () => {
  const { models } = await gateway.api.ok<List<WireKey>>("GET", "/api_keys?limit=250");
  const own = models.find((it) => it.name === "bootstrap")!;
  expect((await refusal(gateway.api.call("DELETE", `/api_keys/${own.id}`)))[0]).toBe(409);
  expect((await gateway.api.call("GET", "/team")).status).toBe(200);
});

test("of admin keys that revoke each other at once one is left, however often", async () => {
  for (let round = 0; round < 8; round++) {
    const [one, other] = await Promise.all([makeKey(gateway, ["admin"]), makeKey(gateway, ["admin"])]);
    const answers = await Promise.all([
      one.api.call("DELETE", `/api_keys/${other.made.id}`),
      other.api.call("DELETE", `/api_keys/${one.made.id}`),
    ]);
    expect(answers.map((it) => it.status).sort()).toEqual([200, 401]);
  }
});

test("the use of a key is noted", async () => {
  const { made, api } = await makeKey(gateway, ["read"]);
  const before = Date.now();
  await api.ok("GET", "/sources");
  const used = await eventually("the use is noted", async () => {
    const { last_used_at } = await gateway.api.ok<WireKey>("GET", `/api_keys/${made.id}`);
    return last_used_at;
  });
  expect(Date.parse(used)).toBeGreaterThanOrEqual(before - 1000);
});

test("a key from before there were scopes may do everything", async () => {
  const { api, made } = await makeKey(gateway, ["read"]);
  const missing = Object.fromEntries(
    ["scopes", "expires_at", "last_used_at", "revoked_at", "updated_at"].map((field) => [field, "" as const]),
  );
  await gateway.database
    .collection<{ _id: string }>("api_keys")
    .updateOne({ _id: made.id }, { $unset: missing });
  expect(await api.ok("GET", `/api_keys/${made.id}`)).toMatchObject({
    scopes: ["admin"],
    expires_at: null,
    updated_at: made.created_at,
  });
});

test("the bootstrap key, revoked, stays so when a start names it again", async () => {
  const { api } = await makeKey(gateway, ["admin"]);
  const { models } = await api.ok<List<WireKey>>("GET", "/api_keys?limit=250");
  const revive = models.find((it) => it.name === "bootstrap")!;
  const { made: second } = await makeKey(gateway, ["admin"]);
  await api.ok("DELETE", `/api_keys/${revive.id}`);
  await gateway.restart();
  expect((await gateway.api.call("GET", "/team")).status).toBe(401);
  const left = createApiClient(gateway.url, gateway.settings.team.id!, second.key);
  expect(await left.ok<List<MadeKey>>("GET", "/api_keys")).toMatchObject({ pagination: { limit: 100 } });
});
