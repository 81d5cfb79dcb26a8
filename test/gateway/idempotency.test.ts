import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiClient, type List, type Problem, type Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { makeKey, type MadeKey } from "./keys.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const post = <T = Wire["source"]>(path: string, body: unknown, key: string, api = gateway.api) =>
  api.call<T>("POST", path, body, { "idempotency-key": key });
const replayed = (answer: { headers: Headers }) => answer.headers.get("idempotent-replayed");
const sourcesNamed = async (name: string) =>
  (await gateway.api.ok<List<Wire["source"]>>("GET", `/sources?name=${name}`)).count;
const records = () => gateway.database.collection<{ _id: string }>("idempotency_keys");
/** Makes the records look as if their processes had died, a minute ago, before they could keep the answers. */
const cutOff = (fields: object = {}) =>
  records().updateMany({}, { $set: { answer: null, lease: "gone", lease_until: new Date(0), ...fields } });

test("a POST repeated with its Idempotency-Key gets the first answer again, and has no second effect", async () => {
  const key = randomUUID();
  const first = await post("/sources", { name: "repeated" }, key);
  const second = await post("/sources", { name: "repeated" }, key);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect([replayed(first), replayed(second)]).toEqual([null, "true"]);
  expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
});

test("of twenty simultaneous POSTs with one key one runs; the others are its answer, or 409 with Retry-After", async () => {
  const key = randomUUID();
  const calls = Array.from({ length: 20 }, () => post<Problem>("/sources", { name: "at-once" }, key));
  const answers = await Promise.all(calls);
  expect(answers.filter((it) => it.status === 201 && replayed(it) === null)).toHaveLength(1);
  for (const it of answers.filter((answer) => answer.status !== 201)) {
    expect(it).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_KEY_IN_USE" } });
    expect(Number(it.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(await sourcesNamed("at-once")).toBe(1);
  expect(replayed(await post("/sources", { name: "at-once" }, key))).toBe("true");
});

test.each([
  ["another body", "/sources", { name: "reused", description: "x" }],
  ["another path", "/destinations", { name: "reused" }],
])("a key reused with %s is 422 and names the header", async (what, path, body) => {
  const key = randomUUID();
  await post("/sources", { name: `reused ${what}` }, key);
  const url = path === "/destinations" ? { url: "http://127.0.0.1:9/" } : {};
  const answer = await post<Problem>(path, { ...body, ...url }, key);
  expect(answer).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
  expect(answer.body.errors?.map((it) => it.path)).toEqual(["Idempotency-Key"]);
});

test("a key reused by another API key of the team is 422, and shows nothing of the first answer", async () => {
  const key = randomUUID();
  const input = { name: "seen by its maker", url: "http://127.0.0.1:9/" };
  const first = await post<Wire["destination"]>("/destinations", input, key);
  const { api } = await makeKey(gateway, ["write"]);
  const answer = await post<Problem>("/destinations", input, key, api);
  expect(answer).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
  expect(JSON.stringify(answer.body)).not.toContain(first.body.signing.secret);
  const again = await post<Wire["destination"]>("/destinations", input, key);
  expect([replayed(again), again.body]).toEqual(["true", first.body]);
});

test("one key in two teams is two keys", async () => {
  const other = { id: "tm_beside", apiKey: "key-of-the-team-beside" };
  await gateway.restart({ team: other });
  const beside = createApiClient(gateway.url, other.id, other.apiKey);
  const key = randomUUID();
  const ours = await post("/sources", { name: "twins" }, key);
  const theirs = await post("/sources", { name: "twins" }, key, beside);
  expect([ours.status, theirs.status, replayed(theirs)]).toEqual([201, 201, null]);
  expect(theirs.body.id).not.toBe(ours.body.id);
});

test.each(["a b", "x".repeat(256), "käse"])("the key %j is 422 and names the header", async (key) => {
  const { status, body } = await post<Problem>("/sources", { name: "bad key" }, key);
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, ["Idempotency-Key"]]);
});

test("a key of 255 characters is taken", async () => {
  expect((await post("/sources", { name: "long key" }, "k".repeat(255))).status).toBe(201);
});

test("a refusal of the handler is given again, even when its cause is gone", async () => {
  const key = randomUUID();
  const taken = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "refused" });
  const first = await post<Problem>("/sources", { name: "refused" }, key);
  await gateway.api.ok("DELETE", `/sources/${taken.id}`);
  const second = await post<Problem>("/sources", { name: "refused" }, key);
  expect([first.status, second.status, replayed(second)]).toEqual([409, 409, "true"]);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("content-type")).toMatch(/^application\/problem\+json/);
});

test("an input that was refused with 422 may be corrected under the same key", async () => {
  const key = randomUUID();
  const input = { source: { name: "corrected" }, destination_id: "des_none" };
  expect((await post<Problem>("/connections", input, key)).status).toBe(422);
  const destination = { name: "corrected", url: "http://127.0.0.1:9/" };
  const { status } = await post("/connections", { source: input.source, destination }, key);
  expect(status).toBe(201);
});

test("a key is forgotten after 24 hours, also where MongoDB has not removed it yet", async () => {
  const key = randomUUID();
  const first = await post("/sources", { name: "yesterday" }, key);
  const [record] = await records().find().sort({ claimed_at: -1 }).limit(1).toArray();
  const { claimed_at, expires_at } = record as unknown as { claimed_at: Date; expires_at: Date };
  expect(expires_at.getTime() - claimed_at.getTime()).toBe(86_400_000);
  await records().updateMany({}, { $set: { expires_at: new Date() } });
  const second = await post<Problem>("/sources", { name: "yesterday" }, key);
  expect([first.status, second.status, replayed(second)]).toEqual([201, 409, null]);
  expect(second.body.code).toBe("NAME_TAKEN");
});

test("a connection whose call was cut off before its answer was kept: repeated, is one, with the same answer", async () => {
  const key = randomUUID();
  const input = {
    source: { name: "cut off" },
    destination: { name: "cut off", url: "http://127.0.0.1:9/" },
  };
  const first = await post<Wire["connection"]>("/connections", input, key);
  await cutOff();
  const second = await post<Wire["connection"]>("/connections", input, key);
  expect([first.status, second.status, replayed(second)]).toEqual([201, 201, null]);
  expect(second.body).toEqual(first.body);
  expect(second.body.destination.signing.secret).toMatch(/^whsec_/);
  const path = `/connections?source_id=${first.body.source_id}`;
  expect((await gateway.api.ok<List<unknown>>("GET", path)).count).toBe(1);
});

test("while the first call is under way, a second is 409 until the first one's lease ends", async () => {
  const key = randomUUID();
  await post("/sources", { name: "leased" }, key);
  await cutOff({ lease_until: new Date(Date.now() + 30_000) });
  const early = await post<Problem>("/sources", { name: "leased" }, key);
  expect([early.status, early.body.code]).toEqual([409, "IDEMPOTENCY_KEY_IN_USE"]);
  expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(20);
  await cutOff();
  expect((await post("/sources", { name: "leased" }, key)).status).toBe(201);
});

test("an API key, its creation cut off and repeated: is one, and the one that is answered works", async () => {
  const key = randomUUID();
  const input = { name: "cut off", scopes: ["read"] };
  const first = await post<MadeKey>("/api_keys", input, key);
  await cutOff();
  const second = await post<MadeKey>("/api_keys", input, key);
  expect(second.body.id).toBe(first.body.id);
  const third = await post<MadeKey>("/api_keys", input, key);
  expect([replayed(third), third.body]).toEqual(["true", second.body]);
  const statusOf = async (apiKey: string) =>
    (await createApiClient(gateway.url, gateway.settings.team.id!, apiKey).call("GET", "/team")).status;
  expect([await statusOf(first.body.key), await statusOf(second.body.key)]).toEqual([401, 200]);
});

test.each([
  ["a source's token", "/sources", "rotate_token"],
  ["a destination's signing secret", "/destinations", "rotate_secret"],
])("a rotation of %s, cut off and repeated: is one, with the same answer", async (what, path, verb) => {
  const url = path === "/destinations" ? { url: "http://127.0.0.1:9/" } : {};
  const made = await gateway.api.ok<{ id: string }>("POST", path, { name: `rotated ${what.length}`, ...url });
  const key = randomUUID();
  const rotate = () => post<object>(`${path}/${made.id}/${verb}`, {}, key);
  const first = await rotate();
  await cutOff();
  const again = await rotate();
  expect([first.status, again.status, replayed(again)]).toEqual([200, 200, null]);
  expect(again.body).toEqual(first.body);
  expect(first.body).not.toHaveProperty("rotated_by");
});

test("what is kept holds no secret in clear", async () => {
  const { body } = await post<MadeKey>("/api_keys", { name: "sealed", scopes: ["read"] }, randomUUID());
  const kept = JSON.stringify(await records().find().toArray());
  expect(kept).toContain('"body":"sealed:');
  expect(kept).not.toContain(body.key);
});

test("what is kept of a call lets nobody guess what it said", async () => {
  const body = { name: "guessed", url: "http://127.0.0.1:9/", auth: { type: "bearer", token: "1234" } };
  await post("/destinations", body, "guessed");
  const guess = createHash("sha256")
    .update(`/v1/destinations\n${JSON.stringify(body)}`)
    .digest("hex");
  expect(JSON.stringify(await records().find().toArray())).not.toContain(guess);
});

test("a key on a method that is idempotent anyway changes nothing", async () => {
  const key = randomUUID();
  const headers = { "idempotency-key": key };
  const put = (description: string) =>
    gateway.api.call<Wire["source"]>("PUT", "/sources", { name: "put", description }, headers);
  expect([(await put("a")).body.description, (await put("b")).body.description]).toEqual(["a", "b"]);
});
