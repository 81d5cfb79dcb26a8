import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRoutes } from "../../src/api/api.ts";
import type { Route } from "../../src/api/route.ts";
import { OPEN_BULK_STATUSES } from "../../src/resources/bulk-operation.ts";
import type { Scope } from "../../src/resources/api-key.ts";
import { createApiClient, type ApiClient, type Problem, type Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { exampleBody } from "./example-bodies.ts";
import { callAt, placesIn, type Document } from "./foreign-ids.ts";
import { makeKey } from "./keys.ts";
import { isThere, makeOneOfEach, pathTo, type Ids } from "./one-of-each.ts";

/** Declaring routes asks nothing of what they need: whatever is added to it, this is enough. */
const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything });
const routes = apiRoutes(anything as Parameters<typeof apiRoutes>[0]);
const cases = routes.map((route) => [route.method.toUpperCase(), route.path, route] as const);

const OTHER_TEAM = { id: "tm_elsewhere", apiKey: "key-of-the-team-elsewhere" };
const SCOPES: Scope[] = ["read", "write", "admin"];

let gateway: TestGateway;
let receiver: Receiver;
/** The id of something of the first team, by its collection. */
let ids: Ids;
let own: ApiClient;
let withScope: Record<Scope, ApiClient>;
let elsewhere: ApiClient;
/** The same for the other team. */
let theirs: Ids;
/** Keys that are good for nothing. */
let refused: string[];

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  own = gateway.api;
  ids = await makeOneOfEach(gateway, receiver);
  const made = await Promise.all(SCOPES.map((scope) => makeKey(gateway, [scope])));
  withScope = Object.fromEntries(made.map(({ api }, i) => [SCOPES[i], api])) as typeof withScope;
  refused = ["of-no-known-key-0123", ...(await badKeys())];
  const teamId = gateway.settings.team.id!;
  await gateway.restart({ team: OTHER_TEAM });
  own = createApiClient(gateway.url, teamId, gateway.settings.team.apiKey!);
  withScope = Object.fromEntries(
    made.map((it, i) => [SCOPES[i], createApiClient(gateway.url, teamId, it.made.key)]),
  ) as typeof withScope;
  elsewhere = createApiClient(gateway.url, OTHER_TEAM.id, OTHER_TEAM.apiKey);
  theirs = await makeOneOfEach({ ...gateway, api: elsewhere }, receiver);
  ids.bulk_operations = await retriedInBulk(ids.events!);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function retriedInBulk(eventId: string): Promise<string> {
  const path = "/events/bulk_operations";
  const { id } = await own.ok<Wire["bulk"]>("POST", path, { ids: [eventId] });
  await eventually("the bulk operation is over", async () => {
    const { status, done_count } = await own.ok<Wire["bulk"]>("GET", `${path}/${id}`);
    return status === "completed" && done_count === 1;
  });
  return id;
}

async function badKeys(): Promise<string[]> {
  const expired = await makeKey(gateway, ["admin"]);
  const past = { $set: { expires_at: new Date(0) } };
  await gateway.database.collection<{ _id: string }>("api_keys").updateOne({ _id: expired.made.id }, past);
  const revoked = await makeKey(gateway, ["admin"]);
  await own.ok("DELETE", `/api_keys/${revoked.made.id}`);
  return [expired.made.key, revoked.made.key];
}

function call(api: ApiClient, route: Route, headers: Record<string, string> = {}, path = pathTo(route, ids)) {
  const method = route.method.toUpperCase() as Parameters<ApiClient["call"]>[0];
  return api.call<Problem>(method, path, exampleBody(route, ids), headers);
}

/** Statuses of events and bulk operations that have something to do. */
const BUSY = ["queued", "processing", ...OPEN_BULK_STATUSES];

/** What the first team has, of which there is one at least. */
const POPULATED: Ids = Object.fromEntries(
  "sources destinations connections transformations requests events attempts executions api_keys"
    .split(" ")
    .map((noun) => [noun, noun]),
);

test("the routes are all there, each with a scope, and every change with a name in the audit log", () => {
  expect(routes.length).toBeGreaterThan(60);
  const faulty = routes.filter(({ scope, audited }) => !SCOPES.includes(scope) || audited?.verb === "");
  expect(faulty.map(({ path }) => path)).toEqual([]);
  const actions = routes.flatMap(({ audited }) => (audited ? [`${audited.type}.${audited.verb}`] : []));
  for (const action of actions) expect(action).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
});

describe.each(cases)("%s %s", (method, path, route) => {
  test("without a key, or with one that is unknown, expired or revoked, is 401", async () => {
    const bare = await fetch(`${gateway.url}/v1${pathTo(route, ids)}`, { method });
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    const teamId = gateway.settings.team.id!;
    const clients = refused.map((key) => createApiClient(gateway.url, teamId, key));
    const answers = await Promise.all(clients.map((client) => call(client, route)));
    expect(answers.map(({ body }) => body.code)).toEqual(refused.map(() => "UNAUTHORIZED"));
  });

  test("with another team's key and this team's x-team-id is 403", async () => {
    const mixed = createApiClient(gateway.url, gateway.settings.team.id!, OTHER_TEAM.apiKey);
    const { status, body } = await call(mixed, route);
    expect([status, body.code]).toEqual([403, "FORBIDDEN"]);
  });

  const lesser = SCOPES.slice(0, SCOPES.indexOf(route.scope));
  if (lesser.length > 0)
    test("with a key that lacks its scope is 403, and says which it is", async () => {
      const answers = await Promise.all(lesser.map((scope) => call(withScope[scope], route)));
      const missing = answers.map(({ status, body }) => [status, body.code, body.scope]);
      expect(missing).toEqual(lesser.map(() => [403, "FORBIDDEN", route.scope]));
    });

  if (method === "GET" && isThere(route, POPULATED))
    test("with a key that has its scope is 200", async () => {
      expect((await call(withScope[route.scope], route)).status).toBe(200);
    });

  if (path.includes(":"))
    test("with the ids of another team is 404", async () => {
      const { status, body } = await call(elsewhere, route);
      expect([status, body.code]).toEqual([404, "NOT_FOUND"]);
    });

  if (method !== "POST") return;

  test("with a malformed Idempotency-Key is 422 and names it", async () => {
    const { status, body } = await call(own, route, { "idempotency-key": "two words" });
    expect([status, body.errors?.map((it) => it.path)]).toEqual([422, ["Idempotency-Key"]]);
  });

  test("with an Idempotency-Key gives its first answer again, and that to no other call", async () => {
    const key = { "idempotency-key": randomUUID() };
    const first = await call(own, route, key);
    expect(first.status, JSON.stringify(first.body)).toBeLessThan(410);
    const second = await call(own, route, key);
    expect([second.status, second.headers.get("idempotent-replayed")]).toEqual([first.status, "true"]);
    expect(second.body).toEqual(first.body);
    expect((await call(own, route, key, `${pathTo(route, ids)}/`)).body.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });
});

describe.each(["/requests/stream", "/events/stream"])(
  "GET %s, which is no route like the others,",
  (path) => {
    test("without a key, or with one that is unknown, expired or revoked, is 401", async () => {
      expect((await fetch(`${gateway.url}/v1${path}`)).status).toBe(401);
      const teamId = gateway.settings.team.id!;
      const clients = refused.map((key) => createApiClient(gateway.url, teamId, key));
      const answers = await Promise.all(clients.map((client) => client.call<Problem>("GET", path)));
      expect(answers.map(({ body }) => body.code)).toEqual(refused.map(() => "UNAUTHORIZED"));
    });

    test("with another team's key and this team's x-team-id is 403", async () => {
      const mixed = createApiClient(gateway.url, gateway.settings.team.id!, OTHER_TEAM.apiKey);
      expect((await mixed.call<Problem>("GET", path)).body.code).toBe("FORBIDDEN");
    });
  },
);

const document = JSON.parse(
  readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"),
) as Document;
const places = placesIn(document).map((place) => [place.method, place.path, place.field, place] as const);

test("the places for ids in queries and bodies are found in the document, of each kind some", () => {
  expect(places.length).toBeGreaterThan(50);
  expect(new Set(places.map(([, , , { noun }]) => noun))).toEqual(
    new Set([...Object.keys(POPULATED).filter((noun) => noun !== "api_keys"), "bulk_operations"]),
  );
});

describe.each(places)("%s %s with %s", (method, _path, _field, place) => {
  beforeAll(atRest);

  const foreign = () => ids[place.noun]!;
  /** Of the same form, and nobody's. */
  const unknown = () => foreign().replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const asking = async (client: ApiClient, id: string, from: Ids) => {
    const { path, body } = callAt(place, id, from);
    return client.call<Record<string, unknown>>(method, path, body);
  };

  test("of another team finds and changes nothing, and is answered as an id that is nobody's", async () => {
    const before = await everythingOfTheFirst();
    expect(before).toContain(ids.events);
    const [stranger, nobody] = [
      await asking(elsewhere, foreign(), theirs),
      await asking(elsewhere, unknown(), theirs),
    ];
    expect([stranger.status, told(stranger.body, foreign())]).toEqual([
      nobody.status,
      told(nobody.body, unknown()),
    ]);
    expect(stranger.status < 300 ? foundIn(stranger.body) : stranger.status).toSatisfy(
      (it: unknown) => it === 0 || it === 422,
    );
    expect(await everythingOfTheFirst()).toEqual(before);
  });

  // Nothing waits here any more.
  if (method === "GET" && place.path !== "/metrics/queue")
    test("of the caller's own team finds what it names", async () => {
      expect(foundIn((await asking(own, foreign(), ids)).body)).toBeGreaterThan(0);
    });
});

/** An answer without what differs from call to call. */
function told(body: object, given: string): string {
  const text = JSON.stringify(body).replaceAll(given, "GIVEN");
  return text.replace(/"id":"[^"]*"/g, '"id":"…"').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

function foundIn({ count, total_count, series }: Record<string, unknown>): unknown {
  const [line] = (series ?? []) as { totals: Record<string, number> }[];
  return count ?? total_count ?? line?.totals.count ?? line?.totals.depth;
}

/** Waits until nothing that the tests before have begun, replays mostly, changes the first team's records any more. */
async function atRest(): Promise<void> {
  const unsettled = [
    { status: { $in: BUSY } },
    { "outbox.due": { $lt: new Date(Date.now() + 3_600_000) } },
    { action: { $exists: true }, completed_at: null },
  ];
  await eventually("the first team is at rest", async () => {
    const collections = await gateway.database.collections();
    const ofTheFirst = { team_id: gateway.settings.team.id!, $or: unsettled };
    const found = await Promise.all(collections.map((it) => it.countDocuments(ofTheFirst)));
    return found.every((count) => count === 0);
  });
}

/** What stands in the database of the first team, without when its keys were used. */
async function everythingOfTheFirst(): Promise<string> {
  const collections = await gateway.database.collections();
  const found = collections
    .filter(({ collectionName }) => collectionName !== "api_keys")
    .toSorted((a, b) => (a.collectionName < b.collectionName ? -1 : 1))
    .map((it) => it.find({ team_id: gateway.settings.team.id! }).sort({ _id: 1 }).toArray());
  return JSON.stringify(await Promise.all(found));
}
