import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { handler, save, transform } from "./programs.ts";
import { connect, settledEvent, submit } from "./scene.ts";

type Transformation = Wire["transformation"];
type Trial = Wire["trial"];

const MASKED = { value: "********", secret: true };
const AS_IT_IS = handler("return request");

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const refused = async (method: "POST" | "PUT" | "PATCH", path: string, body: object) => {
  const answer = await gateway.api.call<Problem>(method, path, body);
  return [answer.status, answer.body.errors?.[0]] as const;
};
const versionsOf = async ({ id }: { id: string }, query = "") =>
  gateway.api.ok<List<Wire["version"]>>("GET", `/transformations/${id}/versions${query}`);

describe("a transformation", () => {
  test("is created, read, listed, patched, upserted by name and deleted", async () => {
    const { api } = gateway;
    const input = { name: "orders", description: "for the shop", code: AS_IT_IS, env: { REGION: "eu" } };
    const made = await api.call<Transformation>("POST", "/transformations", input);
    expect(made).toMatchObject({ status: 201, body: { ...input, version: 1 } });
    const { id } = made.body;
    expect(id).toMatch(/^trf_/);
    expect(await api.ok("GET", `/transformations/${id}`)).toEqual(made.body);
    const list = await api.ok<List<Transformation>>("GET", "/transformations?name=orders");
    expect(list.models).toEqual([made.body]);

    const renamed = await api.ok<Transformation>("PATCH", `/transformations/${id}`, { name: "orders-2" });
    expect(renamed).toMatchObject({ id, name: "orders-2", code: AS_IT_IS, version: 1 });
    const put = { name: "orders-2", description: null };
    const upserted = await api.call<Transformation>("PUT", "/transformations", put);
    expect(upserted).toMatchObject({ status: 200, body: { id, description: null, code: AS_IT_IS } });
    const other = await api.call<Transformation>("PUT", "/transformations", { name: "new", code: AS_IT_IS });
    expect([other.status, other.body.version, other.body.env]).toEqual([201, 1, {}]);
    expect((await api.call("POST", "/transformations", { name: "new", code: AS_IT_IS })).status).toBe(409);

    expect((await api.call("DELETE", `/transformations/${id}`)).status).toBe(200);
    expect((await api.call("GET", `/transformations/${id}`)).status).toBe(404);
    expect((await api.call("GET", `/transformations/${id}/versions`)).status).toBe(404);
  });

  test("has no switch", async () => {
    const { id } = await save(gateway.api, "");
    expect((await gateway.api.call("PUT", `/transformations/${id}/enable`)).status).toBe(404);
  });

  test("whose code doesn't compile is refused with line and column, and the old code stays", async () => {
    const code = 'addHandler("transform", (request) => {\n  let x = ;\n})';
    const fault = { path: "code", line: 2, column: 11, message: expect.stringContaining("line 2") as string };
    const created = await refused("POST", "/transformations", { name: "faulty", code });
    expect(created).toEqual([422, fault]);
    const { id } = await save(gateway.api, "return request");
    expect(await refused("PATCH", `/transformations/${id}`, { code })).toEqual([422, fault]);
    expect(await refused("PUT", "/transformations", { name: "faulty", code })).toEqual([422, fault]);
    const kept = await gateway.api.ok<Transformation>("GET", `/transformations/${id}`);
    expect([kept.code, kept.version]).toEqual([AS_IT_IS, 1]);
  });

  test("takes 1 MiB of code, counted in UTF-8, and not a byte more", async () => {
    const room = 1024 * 1024 - Buffer.byteLength(`${AS_IT_IS}//`);
    const code = `${AS_IT_IS}//${"é".repeat(room / 2)}${" ".repeat(room % 2)}`;
    expect((await gateway.api.call("POST", "/transformations", { name: "full", code })).status).toBe(201);
    const more = await refused("POST", "/transformations", { name: "fuller", code: `${code} ` });
    expect(more).toMatchObject([422, { path: "code" }]);
  });

  test.each([
    [{ "1st": "x" }, "env.1st"],
    [{ "a-b": "x" }, "env.a-b"],
    [{ A: 1 }, "env.A"],
    [{ A: { value: "x", secret: false } }, "env.A"],
    [{ A: { value: "********", secret: true } }, "env.A"],
    [{ A: "********" }, "env.A"],
  ])("with the variables %j is refused at %s", async (env, path) => {
    const answer = await refused("POST", "/transformations", { name: "env", code: AS_IT_IS, env });
    expect(answer).toMatchObject([422, { path }]);
  });
});

describe("the versions of a transformation", () => {
  test("grow by each change of code or variables alone, the newest first", async () => {
    const { api } = gateway;
    const made = await save(api, "return request", { env: { A: "1" } });
    const patch = (change: object) => api.ok<Transformation>("PATCH", `/transformations/${made.id}`, change);
    const numbers = [
      (await patch({ name: "named-anew", description: "text" })).version,
      (await patch({ code: AS_IT_IS, env: { A: "1" } })).version,
      (await patch({ code: handler("return null") })).version,
      (await patch({ env: { A: { value: "1", secret: true } } })).version,
      (await patch({ env: { A: MASKED } })).version,
    ];
    expect(numbers).toEqual([1, 1, 2, 3, 3]);

    const { models } = await versionsOf(made);
    expect(models.map(({ version, code, env }) => [version, code, env])).toEqual([
      [3, handler("return null"), { A: MASKED }],
      [2, handler("return null"), { A: "1" }],
      [1, AS_IT_IS, { A: "1" }],
    ]);
    expect(models[2]?.created_at).toBe(made.created_at);
    const page = await versionsOf(made, "?limit=2");
    const rest = await versionsOf(made, `?limit=2&next=${page.pagination.next}`);
    expect([...page.models, ...rest.models]).toEqual(models);
  });
});

describe("a transformation's variables", () => {
  const env = { PLAIN: "plain-value-1", TOKEN: { value: "token-value-1", secret: true } };

  test("read back as they are, the secret ones masked; a mask sent back keeps what was there", async () => {
    const { api } = gateway;
    const made = await save(api, "return { body: context.env }", { env });
    expect(made.env).toEqual({ PLAIN: "plain-value-1", TOKEN: MASKED });
    const change = { env: { PLAIN: "********", TOKEN: "********", MORE: "" } };
    const patched = await api.ok<Transformation>("PATCH", `/transformations/${made.id}`, change);
    expect(patched.env).toEqual({ PLAIN: "plain-value-1", TOKEN: MASKED, MORE: "" });

    const { source } = await connect(api, receiver.url, { rules: [transform(made)] });
    const event = await settledEvent(api, await submit(source, { body: "{}" }));
    const sent = receiver.requests.find((it) => it.header("webhook-id") === event.id);
    const values = { PLAIN: "plain-value-1", TOKEN: "token-value-1", MORE: "" };
    expect(JSON.parse(String(sent?.body))).toEqual(values);
  });

  test("lie encrypted in the database, all of them, in old versions too", async () => {
    const { api } = gateway;
    const { id } = await save(api, "return request", { env });
    await api.ok("PATCH", `/transformations/${id}`, { env: { PLAIN: "plain-value-2" } });
    const documents = [
      await gateway.database.collection("transformations").find({}).toArray(),
      await gateway.database.collection("transformation_versions").find({ transformation_id: id }).toArray(),
    ];
    const text = JSON.stringify(documents);
    expect(text).toContain("sealed:");
    expect(text).not.toMatch(/(plain|token)-value/);
  });

  test("that are secret show neither in the log nor in the output of a run", async () => {
    const { api } = gateway;
    const body =
      "console.log(context.env.TOKEN); request.headers.auth = 'Bearer ' + context.env.TOKEN; return request";
    const { id } = await save(api, body, { env });
    const trial = await api.ok<Trial>("POST", `/transformations/${id}/test`, { request: {} });
    expect(trial.output?.headers).toEqual({ auth: "Bearer ********" });
    expect(trial.logs).toEqual([{ level: "log", message: "********" }]);
  });
});

describe("a trial", () => {
  const request = { method: "PUT", path: "/p", query: "a=1", headers: { "X-A": "b" }, body: { n: 2 } };

  test("of code on a draft answers 200 with the execution, whatever its status, and stores nothing", async () => {
    const run = (body: string) =>
      gateway.api.call<Trial>("POST", "/transformations/run", { code: handler(body), request });
    const input = { ...request, headers: { "x-a": "b" } };
    const ok = await run("console.warn('seen', request.body); request.body.n++; return request");
    expect(ok).toMatchObject({
      status: 200,
      body: {
        status: "ok",
        input,
        output: { ...input, body: { n: 3 } },
        logs: [{ level: "warn", message: 'seen {"n":2}' }],
        error: null,
        transformation_id: null,
        event_id: null,
      },
    });
    expect((await run("")).body).toMatchObject({ status: "ok", output: null });
    const failed = await run("\nnull.x");
    const error = { name: "TypeError", line: 2, message: expect.any(String) as string };
    expect(failed).toMatchObject({ status: 200, body: { status: "error", output: null, error } });
    expect((await run("for (;;);")).body.status).toBe("timeout");
    expect((await run("const kept = []; for (;;) kept.push(new Uint8Array(8e6))")).body.status).toBe(
      "memory",
    );
    expect(await gateway.database.collection("executions").countDocuments({ event_id: null })).toBe(0);
  });

  test("of code that doesn't compile is an execution with an error", async () => {
    const trial = await gateway.api.ok<Trial>("POST", "/transformations/run", { code: "a b", request: {} });
    expect(trial).toMatchObject({ status: "error", error: { name: "SyntaxError", line: 1 } });
  });

  test("of a saved transformation takes variables in place of the saved ones, a mask standing for a saved one", async () => {
    const { api } = gateway;
    const env = { A: "saved", S: { value: "hush", secret: true } };
    const { id } = await save(api, "return { body: Object.entries(context.env).map(String) }", { env });
    const bodies = [
      await api.ok<Trial>("POST", `/transformations/${id}/test`, { request: {} }),
      await api.ok<Trial>("POST", `/transformations/${id}/test`, {
        request: {},
        env: { B: "given", S: MASKED },
      }),
      await api.ok<Trial>("POST", "/transformations/run", { transformation_id: id, request: {}, env: {} }),
    ].map((it) => it.output?.body);
    expect(bodies).toEqual([["A,saved", "S,********"], ["B,given", "S,********"], []]);
  });

  test("of a draft of a saved transformation has its variables, and their secrets stay masked", async () => {
    const { api } = gateway;
    const env = { A: "saved", S: { value: "hush-hush", secret: true } };
    const { id: transformation_id } = await save(api, "return request", { env });
    const code = handler("console.log(context.env.S); return { body: context.env }");
    const draft = { code, transformation_id, request: {} };
    const run = (more: object) => api.ok<Trial>("POST", "/transformations/run", { ...draft, ...more });
    const shown = { version: null, logs: [{ message: "********" }] };
    const saved = { A: "saved", S: "********" };
    expect(await run({})).toMatchObject({ transformation_id, ...shown, output: { body: saved } });
    const given = await run({ env: { B: "given", S: MASKED } });
    expect(given.output?.body).toEqual({ B: "given", S: "********" });
  });

  test("on a stored request, or an event's, sees it as it was received, and what belongs to it", async () => {
    const { api } = gateway;
    const connection = await connect(api, receiver.url, { name: "tried" });
    const headers: [string, string][] = [["content-type", "application/json"]];
    const request_id = await submit(connection.source, { body: '{"a":1}', suffix: "/x?q=1", headers });
    const event = await settledEvent(api, request_id);
    const { received_at } = await api.ok<Wire["request"]>("GET", `/requests/${request_id}`);
    const code = handler("request.body = { was: request.body, context, now: Date.now() }; return request");
    const run = (on: object) => api.ok<Trial>("POST", "/transformations/run", { code, ...on });
    const source = { id: connection.source_id, name: connection.source.name };
    const context = { env: {}, request_id, source, event_id: null, connection: null };
    const body = { was: { a: 1 }, context, now: Date.parse(received_at) };
    expect((await run({ request_id })).output).toMatchObject({ path: "/x", query: "q=1", body });
    const ofEvent = { event_id: event.id, connection: { id: connection.id, name: "tried" } };
    const output = (await run({ event_id: event.id })).output;
    expect(output?.body).toEqual({ ...body, context: { ...context, ...ofEvent } });
  });

  test.each([
    [{ request: {} }, "code"],
    [{ code: "1", transformation_id: "trf_1", request: {} }, "transformation_id"],
    [{ code: "1", env: { S: { value: MASKED, secret: true } }, request: {} }, "env.S"],
    [{ code: "1" }, "request"],
    [{ code: "1", request: {}, event_id: "evt_1" }, "event_id"],
    [{ code: "1", request: {}, more: 1 }, "more"],
    [{ code: "1", request: { bodi: 1 } }, "request.bodi"],
    [{ code: "1", request_id: "req_1" }, "request_id"],
    [{ code: "1", event_id: "evt_1" }, "event_id"],
    [{ transformation_id: "trf_1", request: {} }, "transformation_id"],
  ])("of %j is refused at %s", async (body, path) => {
    expect(await refused("POST", "/transformations/run", body)).toMatchObject([422, { path }]);
  });
});

test("editors get the declarations of what code finds", async () => {
  const answer = await gateway.api.call<string>("GET", "/transformations/types");
  expect(answer.headers.get("content-type")).toContain("application/typescript");
  expect(answer.body).toContain("declare function addHandler(");
});

describe("a connection's transform rule", () => {
  test("with an unknown transformation is refused at its place, in whichever way it is saved", async () => {
    const { api } = gateway;
    const known = await save(api, "return request");
    const connection = await connect(api, receiver.url, { name: "ruled" });
    const rules = [transform(known), { type: "filter", path: "/" }, transform({ id: "trf_unknown" })];
    const fault = [422, { path: "rules[2].transformation_id" }];
    const input = { source: { name: "r" }, destination: { name: "r", url: receiver.url }, rules };
    expect(await refused("POST", "/connections", input)).toMatchObject(fault);
    expect(await refused("PUT", "/connections", { ...input, name: "ruled-2" })).toMatchObject(fault);
    expect(await refused("PUT", "/connections", { name: "ruled", rules })).toMatchObject(fault);
    expect(await refused("PATCH", `/connections/${connection.id}`, { rules })).toMatchObject(fault);
  });

  test("keeps its transformation from being deleted, unless the connection is deleted with it", async () => {
    const { api } = gateway;
    const { id } = await save(api, "return request");
    const connection = await connect(api, receiver.url, { rules: [transform({ id })] });
    const answer = await api.call<Problem>("DELETE", `/transformations/${id}`);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: "IN_USE", connection_ids: [connection.id] });
    await api.ok("DELETE", `/transformations/${id}?cascade=true`);
    expect((await api.call("GET", `/transformations/${id}`)).status).toBe(404);
    expect((await api.call("GET", `/connections/${connection.id}`)).status).toBe(404);
  });
});
