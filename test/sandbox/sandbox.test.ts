import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run, Sandbox } from "../../src/sandbox/sandbox.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { aHandler, aRequest, aRun } from "./example.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ threads: 1, runMs: 20_000 });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

async function output(run: Run) {
  const execution = await sandbox.run(run);
  if (execution.status !== "ok") throw new Error(JSON.stringify(execution.error));
  return execution.output;
}
const body = async (run: Run) => (await output(run))?.body;

async function failure(run: Run) {
  const execution = await sandbox.run(run);
  if (execution.status === "ok") throw new Error(`it returned ${JSON.stringify(execution.output)}`);
  return { status: execution.status, ...execution.error };
}

describe("a handler", () => {
  test("that returns its request: nothing is changed", async () => {
    const request = aRequest({ headers: { a: ["1", "2"] }, body: "é\u0000\ud800 plain text" });
    expect(await output(aHandler("return request", { request }))).toEqual(request);
  });

  test("that changes every field: the output has the changes", async () => {
    const run = aHandler(`
      request.body.id += 1;
      return { method: "PUT", path: "/x", query: "", headers: { "X-A": "b" }, body: request.body };`);
    const expected = { method: "PUT", path: "/x", query: "", headers: { "x-a": "b" }, body: { id: 8 } };
    expect(await output(run)).toEqual(expected);
  });

  test("that reads its context: env, connection, source and ids are there", async () => {
    const context = {
      env: { KEY: "v" },
      connection: { id: "con_1" },
      source: { name: "s" },
      request_id: "req_9",
      event_id: "evt_9",
    };
    expect(await body(aHandler("return { body: context }", { context }))).toEqual(context);
  });

  test.each(["null", "undefined", "Promise.resolve(null)"])(
    "that returns %s: the event is ignored",
    async (it) => {
      expect(await output(aHandler(`return ${it}`))).toBeNull();
    },
  );

  test("that is async: its promise is awaited", async () => {
    const code = `addHandler("transform", async (request) => {
      for (let i = 0; i < 1000; i++) await null;
      request.body = await Promise.all([1, Promise.resolve(2)]);
      return request;
    })`;
    expect(await body(aRun(code))).toEqual([1, 2]);
  });

  test("registered by a promise's job: it is called", async () => {
    expect(
      await body(aRun(`Promise.resolve().then(() => addHandler("transform", () => ({ body: 1 })))`)),
    ).toBe(1);
  });

  test("with __proto__ as a key of the body: the key survives as data", async () => {
    const text = '{"__proto__":{"admin":true},"constructor":1}';
    const request = aRequest({ body: JSON.parse(text) as never });
    const code = "return { ...request, body: [request.body, request.body.admin === undefined] }";
    expect(JSON.stringify(await body(aHandler(code, { request })))).toBe(`[${text},true]`);
  });
});

describe("the same input", () => {
  const draws = aHandler("return { body: [Math.random(), Math.random(), Math.random()] }");

  test("run twice: the same random numbers", async () => {
    const first = await body(draws);
    expect(new Set(first as number[]).size).toBe(3);
    expect(await body(draws)).toEqual(first);
  });

  test("with another seed: other random numbers", async () => {
    expect(await body({ ...draws, seed: "evt_2" })).not.toEqual(await body(draws));
  });

  test("asked for the time: every clock stands at the run's time, in UTC", async () => {
    const run = aHandler(`
      const start = Date.now();
      for (let i = 0; i < 1e5; i++);
      const local = new Date(2024, 6, 1);
      return { body: [start, Date.now(), +new Date(), Date(), local.toISOString(), local.getTimezoneOffset(),
        Reflect.construct(Date, []).getTime(), typeof performance] };`);
    const now = run.now;
    const text = "Thu Feb 29 2024 12:00:00 GMT+0000";
    expect(await body(run)).toEqual([now, now, now, text, "2024-07-01T00:00:00.000Z", 0, now, "undefined"]);
  });

  test("on a host in another time zone: local time is UTC still", async () => {
    const before = process.env.TZ;
    process.env.TZ = "Asia/Kolkata";
    try {
      const run = aHandler(
        `return { body: [new Date(2024, 0, 1).getTime(), String(new Date()), new Date().getHours()] }`,
      );
      expect(await body(run)).toEqual([Date.UTC(2024, 0, 1), "Thu Feb 29 2024 12:00:00 GMT+0000", 12]);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe("an error", () => {
  test("thrown by the handler: it has name, message, stack and the line of the code", async () => {
    const code = `\n\naddHandler("transform", (request) => {\n  request.body.a.b;\n});`;
    const error = await failure(aRun(code));
    expect(error).toMatchObject({ status: "error", name: "TypeError", line: 4 });
    expect(error.message).toContain("undefined");
    expect(error.stack).toMatch(/^ +at .*transformation\.js:4:\d+\)$/);
  });

  test("thrown while the code is evaluated: it has the line of the code", async () => {
    expect(await failure(aRun("\nnope()"))).toMatchObject({ name: "ReferenceError", line: 2 });
  });

  test("of the syntax: it has the line of the code", async () => {
    expect(await failure(aRun("let a;\nlet b = ;"))).toMatchObject({ name: "SyntaxError", line: 2 });
  });

  test("after an await: it has the line of the code", async () => {
    const code = `addHandler("transform", async () => {\n  await null;\n  throw new RangeError("late");\n})`;
    expect(await failure(aRun(code))).toMatchObject({ name: "RangeError", message: "late", line: 3 });
  });

  test.each([
    ["null", "null"],
    ["undefined", "undefined"],
    ["'text'", "text"],
    ["12n", "12n"],
    ["Symbol('s')", "Symbol(s)"],
    ["{ code: 5 }", '{"code":5}'],
    ["() => 1", "[function]"],
    ["new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })", "[not printable]"],
    ["{ get message() { throw 1 }, get name() { throw 2 }, toJSON() { throw 3 } }", "[not printable]"],
    ["Object.assign(new Error('m'), { name: 5, stack: {} })", "m"],
  ])("that is %s: it has a readable message", async (thrown, message) => {
    expect(await failure(aHandler(`throw ${thrown}`))).toMatchObject({ name: "Error", message, stack: "" });
  });

  test("with a message of a megabyte: the message is cut", async () => {
    expect((await failure(aHandler(`throw new Error("x".repeat(1e6))`))).message).toBe("x".repeat(4096));
  });
});

describe("addHandler", () => {
  test.each([
    ["never called", "1", /^No handler: call addHandler/],
    ["called twice", `addHandler("transform", () => 1); addHandler("transform", () => 2)`, /has one handler/],
    ["called with another event", `addHandler("filter", () => 1)`, /the only event is "transform"/],
    ["called with no function", `addHandler("transform", {})`, /must be a function/],
  ])("%s: an error says so", async (_, code, message) => {
    const error = await failure(aRun(code));
    expect(error.status).toBe("error");
    expect(error.message).toMatch(message);
  });
});

describe("a handler's result", () => {
  test.each([
    ["5", "The handler returned a number: it must return a request, or null"],
    ["true", "The handler returned a boolean: it must return a request, or null"],
    ["() => 1", "The handler returned a function: it must return a request, or null"],
    ["[]", "The handler must return a request, or null to ignore the event"],
    ["{ toJSON() {} }", "The handler returned what has no JSON: it must return a request, or null"],
    ["{ body: 1n }", "Do not know how to serialize a BigInt"],
    ["(request.body.self = request.body, request)", "circular reference"],
    ["{ headers: { a: 5 } }", "headers: a must be a text or a list of texts"],
    ["{ body: 'x'.repeat(10 * 2 ** 20) }", "The output is larger than 10 MiB"],
    ["{ body: 'é'.repeat(6 * 2 ** 20) }", "The output is larger than 10 MiB"],
  ])("of %s: an error says what is wrong", async (result, message) => {
    expect(await failure(aHandler(`return ${result}`))).toMatchObject({ status: "error", message });
  });

  test("that never settles: an error at once", async () => {
    const error = await failure(aHandler("return new Promise(() => {})"));
    expect(error).toMatchObject({ status: "error", line: null });
    expect(error.message).toMatch(/never settles/);
  });
});
