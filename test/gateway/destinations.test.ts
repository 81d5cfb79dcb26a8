import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { makeKey } from "./keys.ts";

type Destination = Wire["destination"];
let gateway: TestGateway;

const URL = "http://127.0.0.1:9/hook";
const MASK = "********";
const SECRET = /^whsec_[A-Za-z0-9+/]{43}=$/;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const create = (settings: object) =>
  gateway.api.ok<Destination>("POST", "/destinations", { url: URL, ...settings });
const read = (id: string) => gateway.api.ok<Destination>("GET", `/destinations/${id}`);
const signingSecret = async (id: string) =>
  (await gateway.api.ok<{ secret: string }>("GET", `/destinations/${id}/signing_secret`)).secret;

test("a destination with a name and a URL: created, gets the documented defaults", async () => {
  const { status, body } = await gateway.api.call<Destination>("POST", "/destinations", {
    name: "defaults",
    url: URL,
  });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^des_[0-9a-z]+$/) as string,
    team_id: gateway.settings.team.id,
    created_at: body.updated_at,
    updated_at: body.created_at,
    name: "defaults",
    description: null,
    url: URL,
    http_method: null,
    path_forwarding: true,
    query_forwarding: true,
    headers: {},
    auth: { type: "none" },
    signing: { type: "standard_webhooks", secret: expect.stringMatching(SECRET) as string },
    timeout_ms: 30_000,
    rate_limit: null,
    enabled: true,
    disabled_at: null,
  });
});

test("a signing secret is shown on creation and at /signing_secret, masked everywhere else", async () => {
  const made = await create({ name: "signed" });
  expect(await signingSecret(made.id)).toBe(made.signing.secret);
  const shown = [
    await read(made.id),
    (await gateway.api.ok<List<Destination>>("GET", "/destinations?name=signed")).models[0],
    await gateway.api.ok<Destination>("PATCH", `/destinations/${made.id}`, {}),
    await gateway.api.ok<Destination>("PUT", "/destinations", { name: "signed" }),
    await gateway.api.ok<Destination>("PUT", `/destinations/${made.id}/disable`),
  ];
  for (const it of shown) expect(it?.signing).toEqual({ type: "standard_webhooks", secret: MASK });
  expect(await signingSecret(made.id)).toBe(made.signing.secret);
});

test("a signing secret that is given is kept, and replaced by a patch", async () => {
  const secret = (fill: number) => `whsec_${Buffer.alloc(24, fill).toString("base64")}`;
  const signing = (fill: number) => ({ type: "standard_webhooks", secret: secret(fill) });
  const made = await create({ name: "own secret", signing: signing(1) });
  expect(made.signing.secret).toBe(secret(1));
  await gateway.api.ok("PATCH", `/destinations/${made.id}`, { signing: signing(2) });
  expect(await signingSecret(made.id)).toBe(secret(2));
});

test("a destination created by upsert shows its signing secret, once", async () => {
  const body = { name: "upserted", url: URL };
  const first = await gateway.api.call<Destination>("PUT", "/destinations", body);
  const second = await gateway.api.call<Destination>("PUT", "/destinations", body);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(first.body.signing.secret).toMatch(SECRET);
  expect(second.body.signing.secret).toBe(MASK);
});

test("an upsert of a known name changes what is given and keeps the rest", async () => {
  const made = await create({ name: "partly", timeout_ms: 5000, headers: { "x-a": "1" }, description: "d" });
  const after = await gateway.api.ok<Destination>("PUT", "/destinations", {
    name: "partly",
    http_method: "PUT",
  });
  const signing = { ...made.signing, secret: MASK };
  expect(after).toEqual({ ...made, http_method: "PUT", signing, updated_at: after.updated_at });
});

test("an upsert of a new name without a URL is 422 and creates nothing", async () => {
  const { status, body } = await gateway.api.call<Problem>("PUT", "/destinations", { name: "no url" });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ path: "url", message: "is required (string)" }]);
  expect((await gateway.api.ok<List<Destination>>("GET", "/destinations?name=no%20url")).count).toBe(0);
});

test("every kind of auth is read with its secrets masked and the rest shown", async () => {
  const kinds: [given: object, shown: object][] = [
    [
      { type: "bearer", token: "top-secret" },
      { type: "bearer", token: MASK },
    ],
    [
      { type: "basic", username: "u", password: "top-secret" },
      { type: "basic", username: "u", password: MASK },
    ],
    [
      { type: "api_key", query: "key", value: "top-secret" },
      { type: "api_key", query: "key", value: MASK },
    ],
    [
      { type: "custom_headers", headers: { "x-one": "top-secret", "x-two": "top-secret" } },
      { type: "custom_headers", headers: { "x-one": MASK, "x-two": MASK } },
    ],
    [
      {
        type: "oauth2_client_credentials",
        token_url: "https://id.example/t",
        client_id: "c",
        client_secret: "top-secret",
      },
      {
        type: "oauth2_client_credentials",
        token_url: "https://id.example/t",
        client_id: "c",
        client_secret: MASK,
        scope: null,
      },
    ],
  ];
  for (const kind of kinds) {
    const [given, shown] = kind;
    const made = await create({ name: `kind ${kinds.indexOf(kind)}`, auth: given });
    expect(made.auth).toEqual(shown);
    const again = await read(made.id);
    expect(again.auth).toEqual(shown);
    expect(JSON.stringify(again)).not.toContain("top-secret");
  }
});

test("a mask where no secret was before is 422 with the place", async () => {
  const { body } = await gateway.api.call<Problem>("POST", "/destinations", {
    name: "masked from the start",
    url: URL,
    auth: { type: "custom_headers", headers: { "x-token": MASK } },
  });
  expect(body).toMatchObject({ status: 422, errors: [{ path: "auth.headers.x-token" }] });
});

test("a mask in a header that is new beside a known one is 422, and changes nothing", async () => {
  const auth = { type: "custom_headers", headers: { "x-known": "secret" } };
  const made = await create({ name: "new beside known", auth });
  const headers = { "x-known": MASK, "x-new": MASK };
  const answer = await gateway.api.call<Problem>("PATCH", `/destinations/${made.id}`, {
    auth: { type: "custom_headers", headers },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.errors?.map((it) => it.path)).toEqual(["auth.headers.x-new"]);
  expect((await read(made.id)).auth).toEqual({ type: "custom_headers", headers: { "x-known": MASK } });
});

const bearer = { type: "bearer", token: "of-the-team" };
const oauth2 = {
  type: "oauth2_client_credentials",
  token_url: "http://127.0.0.1:9/token",
  client_id: "client",
  client_secret: "of-the-team",
};
const ELSEWHERE = "http://127.0.0.1:10";

test.each([
  ["left out", bearer, { url: `${ELSEWHERE}/hook` }, "auth.token"],
  ["masked", bearer, { url: `${ELSEWHERE}/hook`, auth: { ...bearer, token: MASK } }, "auth.token"],
  [
    "masked beside another token_url",
    oauth2,
    { auth: { ...oauth2, client_secret: MASK, token_url: `${ELSEWHERE}/token` } },
    "auth.client_secret",
  ],
  ["of which the tokens go elsewhere", oauth2, { url: `${ELSEWHERE}/hook` }, "auth.client_secret"],
  ["left out beside a Host header", bearer, { headers: { Host: "elsewhere.example" } }, "auth.token"],
  [
    "masked beside a Host among its headers",
    { type: "custom_headers", headers: { "x-key": "of-the-team" } },
    { auth: { type: "custom_headers", headers: { "x-key": MASK, host: "elsewhere.example" } } },
    "auth.headers.x-key",
  ],
  [
    "that would be the Host itself",
    { type: "api_key", header: "x-key", value: "of-the-team" },
    { auth: { type: "api_key", header: "host", value: MASK } },
    "auth.value",
  ],
])(
  "a credential %s, where its origin changes, is 422 with the place, and nothing moves",
  async (how, auth, change, path) => {
    const made = await create({ name: `moved ${how}`, auth });
    const answer = await gateway.api.call<Problem>("PATCH", `/destinations/${made.id}`, change);
    expect([answer.status, answer.body.errors?.map((it) => it.path)]).toEqual([422, [path]]);
    const inline = { source: { name: "of moved" }, destination: { name: made.name, ...change } };
    expect((await gateway.api.call("POST", "/connections", inline)).status).toBe(422);
    expect((await read(made.id)).url).toBe(URL);
  },
);

test("a credential goes along within its origin, and elsewhere where it is sent anew", async () => {
  const { id } = await create({ name: "moving", auth: oauth2 });
  const patch = (change: object) => gateway.api.ok<Destination>("PATCH", `/destinations/${id}`, change);
  await patch({ url: `${URL}/deeper`, auth: { ...oauth2, client_secret: MASK } });
  await patch({ headers: { host: "shop.example" }, auth: oauth2 });
  await patch({ headers: { host: "shop.example", "x-team": "billing" } });
  await patch({ headers: {}, auth: oauth2 });
  expect((await patch({ url: ELSEWHERE, auth: oauth2 })).url).toBe(ELSEWHERE);
  await patch({ auth: { type: "none" } });
  expect((await patch({ url: URL })).url).toBe(URL);
});

test("a signing secret is replaced, as it is rotated, by a key with the scope admin alone", async () => {
  const made = await create({ name: "signed by an admin" });
  const { api } = await makeKey(gateway, ["write"]);
  const path = `/destinations/${made.id}`;
  const signing = { type: "standard_webhooks", secret: `whsec_${Buffer.alloc(24, 7).toString("base64")}` };
  const refused = await api.call<Problem>("PATCH", path, { signing });
  expect([refused.status, refused.body.scope]).toEqual([403, "admin"]);
  await api.ok("PATCH", path, { signing: { ...signing, secret: MASK }, description: "by a writer" });
  expect(await signingSecret(made.id)).toBe(made.signing.secret);
});

test("a destination in use is deleted with 409 and the ids of its connections, or with them by cascade", async () => {
  const made = await create({ name: "in use" });
  const connect = (name: string) =>
    gateway.api.ok<Wire["connection"]>("POST", "/connections", {
      source: { name },
      destination_id: made.id,
    });
  const ids = [(await connect("user a")).id, (await connect("user b")).id];
  const refused = await gateway.api.call<Problem>("DELETE", `/destinations/${made.id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: "IN_USE" } });
  expect((refused.body.connection_ids as string[]).sort()).toEqual(ids.sort());

  await gateway.api.ok("DELETE", `/destinations/${made.id}?cascade=true`);
  for (const path of [`/destinations/${made.id}`, ...ids.map((id) => `/connections/${id}`)]) {
    expect((await gateway.api.call("GET", path)).status).toBe(404);
  }
});

test.each([
  ["url", "ftp://example.com/x", "http"],
  ["url", "not a url", "absolute"],
  ["url", "https://user:pw@example.com/", "auth"],
  ["url", "https://example.com/#part", "fragment"],
  ["timeout_ms", 99, "100"],
  ["timeout_ms", 120_001, "120000"],
  ["timeout_ms", 1000.5, "whole"],
  ["http_method", "BREW", "POST"],
  ["rate_limit", { limit: 0, period: "second" }, "1", "rate_limit.limit"],
  ["rate_limit", { limit: 1, period: "day" }, "minute", "rate_limit.period"],
  ["auth", { type: "magic" }, "bearer", "auth.type"],
  ["auth", { type: "bearer" }, "required", "auth.token"],
  ["auth", { type: "api_key", value: "v" }, "exactly one", "auth.header"],
  ["auth", { type: "api_key", header: "a b", value: "v" }, "header name", "auth.header"],
  ["auth", { type: "bearer", token: "a\r\nx: y" }, "control", "auth.token"],
  ["auth", { type: "bearer", token: "ключ" }, "control", "auth.token"],
  ["auth", { type: "basic", username: "u", password: "a\nb" }, "control", "auth.password"],
  ["auth", { type: "custom_headers", headers: { "x-a": "b\n" } }, "control", "auth.headers.x-a"],
  ["auth", { type: "api_key", header: "x-a", value: "b\r" }, "control", "auth.value"],
  ["headers", { "x y": "1" }, "header name", "headers.x y"],
  ["headers", { "x-y": "line\nbreak" }, "control", "headers.x-y"],
  ["signing", { type: "standard_webhooks", secret: "whsec_short" }, "24", "signing.secret"],
])(
  "a destination with %s %j is 422 and told what would be right",
  async (field, value, hint, path = field) => {
    const input = { name: "faulty", url: URL, [field]: value };
    const { status, body } = await gateway.api.call<Problem>("POST", "/destinations", input);
    expect(status).toBe(422);
    expect(body.errors?.map((it) => it.path)).toEqual([path]);
    expect(body.errors?.[0]?.message).toContain(hint);
  },
);

test("the headers that a destination adds are no secrets: they read as they were written", async () => {
  const body = { name: "plain-headers", url: "https://example.com", headers: { "x-team": "billing" } };
  const made = await gateway.api.ok<Wire["destination"]>("POST", "/destinations", body);
  const read = await gateway.api.ok<Wire["destination"]>("GET", `/destinations/${made.id}`);
  expect(read.headers).toEqual({ "x-team": "billing" });
});
