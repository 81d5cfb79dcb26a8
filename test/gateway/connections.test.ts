import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connect } from "./scene.ts";

type Connection = Wire["connection"];
let gateway: TestGateway;

const URL = "http://127.0.0.1:9/";

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const namedCount = async (resource: string, name: string) =>
  (await gateway.api.ok<List<unknown>>("GET", `/${resource}?name=${encodeURIComponent(name)}`)).count;

test("a connection with inline ends makes all three, the ends embedded, the signing secret shown", async () => {
  const { status, body } = await gateway.api.call<Connection>("POST", "/connections", {
    name: "shop",
    source: { name: "shop source" },
    destination: { name: "shop destination", url: URL },
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: "shop",
    description: null,
    rules: [],
    first_attempt: "workflow",
    enabled: true,
    disabled_at: null,
    paused_at: null,
    source_id: body.source.id,
    destination_id: body.destination.id,
    source: { name: "shop source", url: `${gateway.url}/in/${body.source.token}` },
    destination: { name: "shop destination", url: URL },
  });
  const secret = await gateway.api.ok("GET", `/destinations/${body.destination_id}/signing_secret`);
  expect(secret).toEqual({ secret: body.destination.signing.secret });

  const again = await gateway.api.ok<Connection>("GET", `/connections/${body.id}`);
  const signing = { ...body.destination.signing, secret: "********" };
  expect(again).toEqual({ ...body, destination: { ...body.destination, signing } });
});

test("a connection with ends by id uses them, and may be without a name as often as wanted", async () => {
  const { source_id, destination_id } = await connect(gateway.api, URL);
  const made = await gateway.api.ok<Connection>("POST", "/connections", { source_id, destination_id });
  const more = await gateway.api.ok<Connection>("POST", "/connections", { source_id, destination_id });
  expect(made).toMatchObject({ name: null, source_id, destination_id });
  expect(more.id).not.toBe(made.id);
});

test("inline ends of known names are updated by what is given and keep the rest", async () => {
  const first = await gateway.api.ok<Connection>("POST", "/connections", {
    source: { name: "known source", description: "kept" },
    destination: { name: "known destination", url: URL, timeout_ms: 1234 },
  });
  const second = await gateway.api.ok<Connection>("POST", "/connections", {
    source: { name: "known source", enabled: false },
    destination: { name: "known destination", path_forwarding: false },
  });
  expect(second.source).toMatchObject({ id: first.source_id, description: "kept", enabled: false });
  const destination = { id: first.destination_id, url: URL, timeout_ms: 1234, path_forwarding: false };
  expect(second.destination).toMatchObject({ ...destination, signing: { secret: "********" } });
});

test("an inline destination that is faulty leaves neither a source nor a connection", async () => {
  const { status, body } = await gateway.api.call<Problem>("POST", "/connections", {
    name: "all or nothing",
    source: { name: "left behind?" },
    destination: { name: "no url given" },
  });
  expect([status, body.errors]).toEqual([
    422,
    [{ path: "destination.url", message: "is required (string)" }],
  ]);
  expect(await namedCount("sources", "left behind?")).toBe(0);
  expect(await namedCount("connections", "all or nothing")).toBe(0);
});

test("a connection whose name is taken is 409 and leaves no inline end", async () => {
  await connect(gateway.api, URL, { name: "taken" });
  const { status, body } = await gateway.api.call<Problem>("POST", "/connections", {
    name: "taken",
    source: { name: "orphan source" },
    destination: { name: "orphan destination", url: URL },
  });
  expect([status, body.code]).toEqual([409, "NAME_TAKEN"]);
  expect(await namedCount("sources", "orphan source")).toBe(0);
  expect(await namedCount("destinations", "orphan destination")).toBe(0);
});

test.each([
  [{ destination: { name: "d", url: URL } }, "source_id"],
  [{ source: { name: "s" } }, "destination_id"],
  [{ source: { name: "s" }, source_id: "src_1", destination: { name: "d", url: URL } }, "source_id"],
  [{ source_id: "src_missing", destination: { name: "d", url: URL } }, "source_id"],
  [{ source_id: "des_1", destination: { name: "d", url: URL } }, "source_id"],
  [{ source: { name: "s" }, destination: { name: "d", url: 1 } }, "destination.url"],
  [{ source: { name: "s", colour: 1 }, destination: { name: "d", url: URL } }, "source.colour"],
])("a connection from %j is 422 at the faulty end", async (input, path) => {
  const { status, body } = await gateway.api.call<Problem>("POST", "/connections", input);
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, [path]]);
});

test("an upsert by name changes what is given, keeps the rest, and moves to another destination", async () => {
  const rules = [{ type: "delay", delay: 5 }];
  const made = await connect(gateway.api, URL, { name: "moved", rules });
  const other = await connect(gateway.api, URL);
  const after = await gateway.api.ok<Connection>("PUT", "/connections", {
    name: "moved",
    destination_id: other.destination_id,
  });
  const moved = { id: made.id, rules, source_id: made.source_id, destination_id: other.destination_id };
  expect(after).toMatchObject(moved);
  expect(after.destination.id).toBe(other.destination_id);
});

test("an upsert of a new name without its ends is 422", async () => {
  const { status, body } = await gateway.api.call<Problem>("PUT", "/connections", { name: "endless" });
  expect(status).toBe(422);
  expect(body.errors?.map((it) => it.path)).toEqual(["source_id", "destination_id"]);
});

test("ten simultaneous upserts of one connection with inline ends make one of each", async () => {
  const input = {
    name: "contended",
    source: { name: "contended source" },
    destination: { name: "contended destination", url: URL },
  };
  const calls = Array.from({ length: 10 }, () => gateway.api.call<Connection>("PUT", "/connections", input));
  const answers = await Promise.all(calls);
  expect(answers.map((it) => it.status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
  expect(await namedCount("connections", "contended")).toBe(1);
  expect(await namedCount("sources", "contended source")).toBe(1);
  expect(await namedCount("destinations", "contended destination")).toBe(1);
});

test("a list of connections is narrowed by source and by destination", async () => {
  const made = await connect(gateway.api, URL);
  const { source_id, destination_id } = made;
  const other = await connect(gateway.api, URL);
  const ids = async (query: string) =>
    (await gateway.api.ok<List<Connection>>("GET", `/connections?${query}`)).models.map((it) => it.id);
  expect(await ids(`source_id=${source_id}`)).toEqual([made.id]);
  expect(await ids(`destination_id=${destination_id}`)).toEqual([made.id]);
  expect(await ids(`source_id=${source_id}&destination_id=${other.destination_id}`)).toEqual([]);
});

test("a connection disabled and enabled says since when, and a patch of its rules replaces them", async () => {
  const made = await connect(gateway.api, URL, { rules: [{ type: "delay", delay: 5 }] });
  const off = await gateway.api.ok<Connection>("PUT", `/connections/${made.id}/disable`);
  expect(off).toMatchObject({ enabled: false, disabled_at: expect.any(String) as string });
  const on = await gateway.api.ok<Connection>("PUT", `/connections/${made.id}/enable`);
  expect(on).toMatchObject({ enabled: true, disabled_at: null });
  const patched = await gateway.api.ok<Connection>("PATCH", `/connections/${made.id}`, { rules: [] });
  expect(patched.rules).toEqual([]);
});

test("a deleted connection is 404, its source and destination stay", async () => {
  const made = await connect(gateway.api, URL);
  await gateway.api.ok("DELETE", `/connections/${made.id}`);
  expect((await gateway.api.call("GET", `/connections/${made.id}`)).status).toBe(404);
  await gateway.api.ok("GET", `/sources/${made.source_id}`);
  await gateway.api.ok("GET", `/destinations/${made.destination_id}`);
});

test("a source in use is deleted with 409 and the ids of its connections, or with them by cascade", async () => {
  const made = await connect(gateway.api, URL);
  const refused = await gateway.api.call<Problem>("DELETE", `/sources/${made.source_id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: "IN_USE", connection_ids: [made.id] } });
  expect(refused.body.detail).toContain(made.id);
  await gateway.api.ok("DELETE", `/sources/${made.source_id}?cascade=true`);
  expect((await gateway.api.call("GET", `/connections/${made.id}`)).status).toBe(404);
  await gateway.api.ok("GET", `/destinations/${made.destination_id}`);
});

test("a source deleted while a connection to it is made: one of the two wins, no connection dangles", async () => {
  const { destination_id } = await connect(gateway.api, URL);
  for (let round = 0; round < 10; round++) {
    const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: `raced ${round}` });
    const [removed, made] = await Promise.all([
      gateway.api.call("DELETE", `/sources/${source.id}`),
      gateway.api.call<Connection>("POST", "/connections", { source_id: source.id, destination_id }),
    ]);
    expect([
      [200, 422],
      [409, 201],
    ]).toContainEqual([removed.status, made.status]);
    const found = await gateway.database.collection("connections").countDocuments({ source_id: source.id });
    expect(found).toBe(made.status === 201 ? 1 : 0);
  }
});
