import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { send } from "./send.ts";

type Source = Wire["source"];
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const create = (settings: object) => gateway.api.ok<Source>("POST", "/sources", settings);

test("a source with nothing but a name: created, gets the documented defaults", async () => {
  const { status, body } = await gateway.api.call<Source>("POST", "/sources", { name: "defaults" });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^src_[0-9a-z]+$/) as string,
    team_id: gateway.settings.team.id,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    updated_at: body.created_at,
    name: "defaults",
    description: null,
    enabled: true,
    disabled_at: null,
    allowed_http_methods: ["POST", "PUT", "PATCH", "DELETE"],
    verification: { type: "none" },
    custom_response: null,
    rate_limit: null,
    url: `${gateway.url}/in/${body.token}`,
    token: expect.stringMatching(/^[0-9a-z]{26,}$/) as string,
  });
});

test("a source, created and read again, is the same", async () => {
  const made = await create({
    name: "full",
    description: "every field",
    enabled: false,
    allowed_http_methods: ["GET"],
    custom_response: { status: 202, content_type: "application/json", body: "{}" },
  });
  expect(await gateway.api.ok("GET", `/sources/${made.id}`)).toEqual(made);
  expect(made.disabled_at).not.toBeNull();
});

test("a list of sources, by name, holds the one of that name", async () => {
  const made = await create({ name: "findable" });
  const list = await gateway.api.ok<List<Source>>("GET", "/sources?name=findable");
  expect(list).toEqual({
    models: [made],
    count: 1,
    pagination: { order_by: "created_at", dir: "desc", limit: 100, next: null, prev: null },
  });
});

test("a list of sources, by ids, holds those alone", async () => {
  const made = [await create({ name: "by id" }), await create({ name: "by id too" })];
  const ids = made.map(({ id }) => id).join(",");
  const { models } = await gateway.api.ok<List<Source>>("GET", `/sources?ids=${ids}&dir=asc`);
  expect(models).toEqual(made);
  const { status, body } = await gateway.api.call<Problem>("GET", "/sources?ids=des_1");
  expect([status, body.errors?.[0]?.path]).toEqual([422, "query.ids[0]"]);
});

test("a patch of one field changes that field alone", async () => {
  const made = await create({ name: "patched", description: "before", allowed_http_methods: ["POST"] });
  const after = await gateway.api.ok<Source>("PATCH", `/sources/${made.id}`, { description: "after" });
  expect(after).toEqual({ ...made, description: "after", updated_at: after.updated_at });
});

test("a patch to null clears what may be null", async () => {
  const made = await create({ name: "cleared", description: "x", custom_response: { status: 204 } });
  const fields = { description: null, custom_response: null };
  expect(await gateway.api.ok("PATCH", `/sources/${made.id}`, fields)).toMatchObject(fields);
});

test("a masked verification secret is kept within its type, and 422 with another", async () => {
  const hmac = { type: "hmac", header: "x-signature", secret: "of the hmac" };
  const made = await create({ name: "verified", verification: hmac });
  const path = `/sources/${made.id}`;
  const verification = { type: "github", secret: "********" };
  const refused = await gateway.api.call<Problem>("PATCH", path, { verification });
  expect([refused.status, refused.body.errors?.map((it) => it.path)]).toEqual([422, ["verification.secret"]]);
  const kept = { ...hmac, header: "x-other", secret: "********" };
  const after = await gateway.api.ok<Source>("PATCH", path, { verification: kept });
  expect(after.verification).toMatchObject(kept);
});

test("an upsert of a new name creates, of a known name keeps what is left out", async () => {
  const first = await gateway.api.call<Source>("PUT", "/sources", { name: "upserted", description: "kept" });
  const second = await gateway.api.call<Source>("PUT", "/sources", { name: "upserted", enabled: false });
  expect([first.status, second.status]).toEqual([201, 200]);
  const { id, url, token } = first.body;
  expect(second.body).toMatchObject({ id, url, token, description: "kept", enabled: false });
});

test("twelve simultaneous upserts of one name make one source", async () => {
  const calls = Array.from({ length: 12 }, (_, i) =>
    gateway.api.call<Source>("PUT", "/sources", { name: "contended", description: `by ${i}` }),
  );
  const answers = await Promise.all(calls);
  expect(answers.map((it) => it.status).sort()).toEqual([...Array<number>(11).fill(200), 201]);
  expect(new Set(answers.map((it) => it.body.id)).size).toBe(1);
  expect((await gateway.api.ok<List<Source>>("GET", "/sources?name=contended")).count).toBe(1);
});

test("of twelve simultaneous creations of one name one succeeds, the others are 409", async () => {
  const calls = Array.from({ length: 12 }, () => gateway.api.call("POST", "/sources", { name: "only one" }));
  const statuses = (await Promise.all(calls)).map((it) => it.status).sort();
  expect(statuses).toEqual([201, ...Array<number>(11).fill(409)]);
});

test("a name that another source has is refused on creation and on change with 409", async () => {
  await create({ name: "taken" });
  const other = await create({ name: "other" });
  const created = await gateway.api.call<Problem>("POST", "/sources", { name: "taken" });
  const renamed = await gateway.api.call<Problem>("PATCH", `/sources/${other.id}`, { name: "taken" });
  for (const { status, body } of [created, renamed]) {
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: "NAME_TAKEN", errors: [{ path: "name" }] });
  }
  expect(await gateway.api.ok("GET", `/sources/${other.id}`)).toEqual(other);
});

test("the name of a deleted source is free again", async () => {
  const made = await create({ name: "reborn" });
  await gateway.api.ok("DELETE", `/sources/${made.id}`);
  expect((await create({ name: "reborn" })).id).not.toBe(made.id);
});

test("a deleted source: read, changed or deleted again is 404, and its URL too", async () => {
  const made = await create({ name: "deleted" });
  expect(await gateway.api.ok("DELETE", `/sources/${made.id}`)).toEqual({ id: made.id });
  for (const [method, path] of [
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["PUT", "/enable"],
    ["POST", "/rotate_token"],
  ] as const) {
    const body = method === "PATCH" ? {} : undefined;
    const answer = await gateway.api.call<Problem>(method, `/sources/${made.id}${path}`, body);
    expect([method, answer.status, answer.body.code]).toEqual([method, 404, "NOT_FOUND"]);
  }
  expect((await send(made.url)).status).toBe(404);
});

test("a source disabled twice and enabled keeps the time of the first, then none", async () => {
  const made = await create({ name: "switched" });
  const off = await gateway.api.ok<Source>("PUT", `/sources/${made.id}/disable`);
  expect(off).toMatchObject({ enabled: false });
  expect(Date.parse(off.disabled_at!)).toBeGreaterThanOrEqual(Date.parse(made.created_at));
  const again = await gateway.api.ok<Source>("PUT", `/sources/${made.id}/disable`);
  expect(again.disabled_at).toBe(off.disabled_at);
  const on = await gateway.api.ok<Source>("PUT", `/sources/${made.id}/enable`);
  expect(on).toMatchObject({ enabled: true, disabled_at: null });
});

test("a source's URL stays the same whatever else changes", async () => {
  const made = await create({ name: "stable" });
  const changes: object[] = [
    { name: "stable, renamed" },
    { verification: { type: "basic_auth", username: "u", password: "p" } },
    { enabled: false },
    { enabled: true, allowed_http_methods: ["GET"], custom_response: { body: "hi" } },
  ];
  for (const change of changes) {
    const after = await gateway.api.ok<Source>("PATCH", `/sources/${made.id}`, change);
    expect([after.url, after.token]).toEqual([made.url, made.token]);
  }
});

test("a rotated token: the new URL takes requests, the old one is 404 at once", async () => {
  const made = await create({ name: "rotated" });
  expect((await send(made.url)).status).toBe(200);
  const rotated = await gateway.api.ok<Source>("POST", `/sources/${made.id}/rotate_token`);
  expect(rotated.token).not.toBe(made.token);
  expect(rotated.url).toBe(`${gateway.url}/in/${rotated.token}`);
  expect([(await send(made.url)).status, (await send(rotated.url)).status]).toEqual([404, 200]);
});
