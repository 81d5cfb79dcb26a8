import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { save, transform } from "./programs.ts";
import { connect, connectAlso, settled, settledEvent, submit } from "./scene.ts";

type Execution = Wire["execution"];

const JSON_TYPE: [string, string] = ["content-type", "application/json"];
const json = (body: string) => ({ headers: [JSON_TYPE], body });

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

const executionOf = async (event: Wire["event"]) => {
  const list = await gateway.api.ok<List<Execution>>("GET", `/events/${event.id}/executions`);
  return list.models[0]!;
};

/** The well-behaved neighbour sees the globals of a run that none came before. */
const NEIGHBOUR = `
  const names = Object.getOwnPropertyNames(globalThis).sort().join();
  request.body = { names, polluted: typeof {}.polluted, sorted: [3, 1, 2].sort().join(), kept: typeof globalThis.kept };
  return request;`;

describe("hostile code", () => {
  let untouched: unknown;
  let neighbour: Wire["transformation"];
  beforeAll(async () => {
    neighbour = await save(gateway.api, NEIGHBOUR);
    const connection = await connect(gateway.api, receiver.url, { rules: [transform(neighbour)] });
    await settledEvent(gateway.api, await submit(connection.source, json("{}")));
    untouched = JSON.parse(String(receiver.requests[0]!.body));
    expect(untouched).toMatchObject({ polluted: "undefined", sorted: "1,2,3", kept: "undefined" });
  });

  test.each<[what: string, body: string, ends: string[]]>([
    [
      "keeps megabyte strings",
      "globalThis.kept = []; for (;;) kept.push('x'.repeat(1e6) + kept.length)",
      ["memory", "timeout"],
    ],
    ["calls itself without an end", "(function f() { f() })()", ["error"]],
    ["has a catastrophic regular expression", "return /^(a+)+$/.test('a'.repeat(60) + 'b')", ["timeout"]],
    ["has a promise that never settles", "return new Promise(() => {})", ["error"]],
    [
      "queues promises for ever",
      "const f = () => Promise.resolve().then(f); return f()",
      ["timeout", "memory"],
    ],
    [
      "returns more than a request may have",
      "request.body = 'x'.repeat(11e6); return request",
      ["error", "timeout"],
    ],
    ["is built by Function and loops", "return Function('for (;;);')()", ["timeout"]],
    ["looks for the host", "return eval('process').exit()", ["error"]],
    [
      "looks for the host by a constructor",
      "return this.constructor.constructor('return process')()",
      ["error"],
    ],
    ["throws what can't be read", "throw new Proxy({}, { get() { throw 1 } })", ["error"]],
  ])("that %s fails its own event, and its neighbour sees nothing of it", async (_, body, ends) => {
    const hostile = await save(gateway.api, body);
    const connection = await connect(gateway.api, receiver.url, { rules: [transform(hostile)] });
    const beside = await connectAlso(gateway.api, connection, receiver.url, {
      rules: [transform(neighbour)],
    });
    const events = await settled(gateway.api, await submit(connection.source, json("{}")));
    const of = ({ id }: { id: string }) => events.find((event) => event.connection_id === id)!;
    expect(of(connection)).toMatchObject({
      status: "failed",
      cause: "TRANSFORMATION_FAILED",
      attempts_count: 0,
    });
    expect(ends).toContain((await executionOf(of(connection))).status);
    expect(of(beside).status).toBe("delivered");
    const sent = receiver.requests.find((it) => it.header("webhook-id") === of(beside).id);
    expect(JSON.parse(String(sent!.body))).toEqual(untouched);
  });

  test("that tampers with prototypes and globals is not seen by the run after it", async () => {
    const tamper = `
      Object.prototype.polluted = 1; globalThis.kept = 1; delete globalThis.Map;
      Array.prototype.sort = JSON.parse = JSON.stringify = Math.random = () => "forged";
      return { ...request, body: { own: true } };`;
    const rules = [transform(await save(gateway.api, tamper)), transform(neighbour)];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const event = await settledEvent(gateway.api, await submit(connection.source, json("{}")));
    expect(event.status).toBe("delivered");
    const sent = receiver.requests.find((it) => it.header("webhook-id") === event.id);
    expect(JSON.parse(String(sent!.body))).toEqual(untouched);
  });

  test("that logs without an end of its own is delivered, with the first of its log", async () => {
    const code = "for (let i = 0; i < 1e4; i++) console.log('line ' + i + 'x'.repeat(100)); return request";
    const rules = [transform(await save(gateway.api, code))];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const event = await settledEvent(gateway.api, await submit(connection.source, json("{}")));
    const execution = await executionOf(event);
    expect(execution).toMatchObject({ status: "ok", logs_truncated: true });
    expect(execution.logs[0]?.message).toMatch(/^line 0x/);
    expect(JSON.stringify(execution.logs).length).toBeLessThan(100_000);
  });
});

describe("a payload with keys that no database takes", () => {
  const AWKWARD = String.raw`{"_bsontype":"ObjectId","a\u0000b":1,"$set":{"x.y":2},"__proto__":{"z":3},"":4}`;

  test("is kept by the execution, given to the code, and delivered as the code leaves it", async () => {
    const code = String.raw`
      console.log("nul \0 and \ud800");
      request.body.more = { ["c" + "\0"]: request.body["a\0b"], _bsontype: "Long" };
      return request;`;
    const rules = [transform(await save(gateway.api, code))];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const event = await settledEvent(gateway.api, await submit(connection.source, json(AWKWARD)));
    expect(event.status).toBe("delivered");
    const made = AWKWARD.replace(/}$/, String.raw`,"more":{"c\u0000":1,"_bsontype":"Long"}}`);
    const sent = receiver.requests.find((it) => it.header("webhook-id") === event.id);
    expect(String(sent!.body)).toBe(made);

    const execution = await executionOf(event);
    expect(JSON.stringify(execution.input.body)).toBe(AWKWARD);
    expect(JSON.stringify(execution.output?.body)).toBe(made);
    expect(execution.logs[0]?.message).toContain("nul \0 and");
  });

  test("is kept by an execution that failed, with an error of the same kind", async () => {
    const code = String.raw`const error = new Error("nul \0"); error.name = "_bsontype\0"; throw error`;
    const rules = [transform(await save(gateway.api, code))];
    const connection = await connect(gateway.api, receiver.url, { rules });
    const event = await settledEvent(gateway.api, await submit(connection.source, json(AWKWARD)));
    expect(event).toMatchObject({ status: "failed", cause: "TRANSFORMATION_FAILED" });
    const execution = await executionOf(event);
    expect(execution).toMatchObject({ status: "error", error: { message: "nul \0" } });
    expect(JSON.stringify(execution.input.body)).toBe(AWKWARD);
  });

  test("is simulated like any other", async () => {
    const connection = await connect(gateway.api, receiver.url);
    await settledEvent(gateway.api, await submit(connection.source, json(AWKWARD)));
    const code = String.raw`request.body["a\0b"] = { _bsontype: 1 }; return request`;
    const rules = [transform(await save(gateway.api, code))];
    const path = `/connections/${connection.id}/simulate`;
    const simulation = await gateway.api.ok<Wire["simulation"]>("POST", path, { rules });
    expect(simulation).toMatchObject({ status: "completed", payload_changed_count: 1 });
    expect(simulation.samples[0]?.diff).toMatchObject([{ op: "replace", path: "body.a\0b", before: 1 }]);
    const filter = [{ type: "filter", body: { _bsontype: { $eq: "other" } } }];
    const filtered = await gateway.api.ok<Wire["simulation"]>("POST", path, { rules: filter });
    expect(filtered).toMatchObject({ status: "completed", newly_ignored_count: 1 });
  });
});
