import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Execution } from "../../src/sandbox/execution.ts";
import type { Run, Sandbox } from "../../src/sandbox/sandbox.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { aHandler, aRun } from "./example.ts";

const WELCOME = aHandler(`
  const names = Object.getOwnPropertyNames(globalThis).sort();
  return { body: [names, typeof {}.polluted, [3, 1, 2].sort(), JSON.stringify({ a: 1 }), String(new Error("e"))] };`);

/** The patient sandbox gives time enough for every limit but that of time, on a slow machine too. */
let sandbox: Sandbox;
let patient: Sandbox;
let welcome: Execution;
beforeAll(async () => {
  [sandbox, patient] = await Promise.all([
    createSandbox({ threads: 2 }),
    createSandbox({ threads: 2, runMs: 20_000 }),
  ]);
  welcome = await patient.run(WELCOME);
  expect(welcome.status).toBe("ok");
});
afterAll(() => Promise.all([sandbox, patient].map((it) => it[Symbol.asyncDispose]())));

const untimed = ({ duration_ms: _, ...execution }: Execution) => execution;

/** Runs hostile code while the other thread runs harmless code over and over, then harmless code on every thread. */
async function besides(run: Run, on = patient): Promise<Execution> {
  const hostile = on.run(run);
  let over = false;
  const ended = hostile.finally(() => (over = true));
  do expect(untimed(await on.run(WELCOME))).toEqual(untimed(welcome));
  while (!over);
  for (const after of await Promise.all([1, 2, 3, 4].map(() => on.run(WELCOME)))) {
    expect(untimed(after)).toEqual(untimed(welcome));
  }
  return ended;
}

describe("code without an end", () => {
  test.each([
    ["a loop in the script", aRun("for (;;);")],
    ["a loop in the handler", aHandler("for (;;);")],
    ["a loop that catches everything", aHandler("for (;;) try { for (;;); } catch {} finally { continue }")],
    [
      "a promise job that queues itself",
      aHandler("const f = () => { Promise.resolve().then(f) }; f(); return new Promise(f)"),
    ],
    ["a loop in a promise job", aHandler("return Promise.resolve().then(() => { for (;;); })")],
    ["an async function's loop", aHandler("return (async () => { for (;;) await null; })()")],
    ["a thenable that never returns", aHandler("return { then() { for (;;); } }")],
    ["a getter of the result", aHandler("return { get body() { for (;;); } }")],
    ["a toJSON of the result", aHandler("return { toJSON() { for (;;); } }")],
    ["a getter of a log's argument", aHandler("console.log({ get a() { for (;;); } })")],
    ["a getter of a thrown object", aHandler("throw { get message() { for (;;); } }")],
    ["a catastrophic regular expression", aHandler(`return { body: /^(a+)+$/.test("a".repeat(60) + "b") }`)],
    ["a native loop that nothing interrupts", aHandler("return { body: new Array(1e9) + '' }")],
    [
      "a loop in the job of a handler that returned",
      aHandler("Promise.resolve().then(() => { for (;;); }); return null"),
    ],
  ])("%s: it ends as timeout", async (_, run) => {
    const execution = await besides(run, sandbox);
    expect(execution).toMatchObject({ status: "timeout", error: { name: "Timeout" } });
  });

  test.each([
    ["in a loop", "for (;;);"],
    ["in promise jobs", "const f = () => { Promise.resolve().then(f) }; f(); return new Promise(f)"],
  ])("that logged before it hung %s: the log is kept", async (_, hang) => {
    const execution = await besides(aHandler(`console.log("here"); ${hang}`), sandbox);
    expect(execution).toMatchObject({ status: "timeout", logs: [{ level: "log", message: "here" }] });
  });
});

describe("code that wants all memory", () => {
  test.each([
    ["that keeps megabyte strings", "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)"],
    ["that keeps small objects", "const a = []; for (;;) a.push({ a })"],
    [
      "that keeps them in a promise job",
      "const a = []; return (async () => { for (;;) a.push(await [new Array(1e5).fill(0)]) })()",
    ],
    ["that asks for a gigabyte", "new ArrayBuffer(1e9)"],
    [
      "that asks on after every refusal",
      "const a = []; for (;;) try { for (;;) a.push('x'.repeat(1e6) + a.length) } catch {}",
    ],
    [
      "whose result has too long a JSON",
      "globalThis.kept = 'x'.repeat(45e6); return { body: 'y'.repeat(9e6) }",
    ],
    [
      "that logs too large an object",
      "globalThis.kept = 'x'.repeat(45e6); console.log(['y'.repeat(9e6)]); for (;;);",
    ],
  ])("%s: it ends as memory", async (_, body) => {
    const execution = await besides(aHandler(body));
    expect(execution).toMatchObject({ status: "memory", error: { name: "OutOfMemory" } });
  });

  test("for a request that does not fit: it ends as memory", async () => {
    const request = { ...WELCOME.request, body: "é".repeat(15 * 2 ** 20) };
    expect(await besides(aHandler("return request", { request }))).toMatchObject({ status: "memory" });
  });
});

describe("code that overflows the stack", () => {
  test.each([
    ["by recursion", "(function f() { f() })()"],
    ["by recursion through a native function", "(function f() { [2, 1].sort(f) })()"],
    ["by the depth of a JSON text", "JSON.parse('['.repeat(1e5))"],
    ["by the depth of a source text", "eval('('.repeat(1e5))"],
    ["by the depth of proxies", "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x"],
  ])("%s: it ends as an error", async (_, body) => {
    const execution = await besides(aHandler(body));
    expect(execution).toMatchObject({ status: "error", error: { message: "stack overflow" } });
  });

  // QuickJS looks for cycles at every level, so that the time may run out before the stack.
  test("by the depth of its output: it ends as an error, or as timeout", async () => {
    const run = aHandler("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { body: a }");
    expect(["error", "timeout"]).toContain((await besides(run, sandbox)).status);
  });

  test("and catches the error: it goes on", async () => {
    const run = aHandler("try { (function f() { f() })() } catch (error) { return { body: error.name } }");
    expect(await besides(run)).toMatchObject({ status: "ok", output: { body: "InternalError" } });
  });
});

describe("code that tampers", () => {
  test("with every global and prototype: its own result is read, and the next run sees none of it", async () => {
    const execution = await besides(
      aRun(`
        const bad = () => { throw new Error("tampered") };
        const { ownKeys, defineProperty } = Reflect;
        const spoil = (target) => {
          const keys = ownKeys(target);
          for (let i = 0; i < keys.length; i++) try { defineProperty(target, keys[i], { get: bad, set: bad }) } catch {}
        };
        addHandler("transform", () => ({ body: 1 }));
        const names = ownKeys(globalThis);
        const targets = [Array, String, Function, Promise, Error, Number, Map, Symbol, RegExp].map((it) => it.prototype);
        targets.push(JSON, Reflect, Promise, Array, String, console, globalThis);
        Object.prototype.polluted = true;
        for (let i = 0; i < targets.length; i++) spoil(targets[i]);`),
    );
    expect(execution).toMatchObject({ status: "ok", output: { method: "POST", body: 1 } });
  });

  test("with toJSON of all objects: it changes nothing but its own output", async () => {
    const tamper = `Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = () => "forged";`;
    const execution = await besides(aHandler(`${tamper} console.log("seen"); throw new TypeError("real")`));
    expect(execution).toMatchObject({ status: "error", error: { name: "TypeError", message: "real" } });
    expect(execution.logs).toEqual([{ level: "log", message: "seen" }]);
  });

  test.each([
    ["the constructor of functions", "(() => {}).constructor.constructor('return this')()"],
    ["the constructor of addHandler", "addHandler.constructor('return this')()"],
    ["the constructor of a console method", "console.log.constructor('return this')()"],
    ["an indirect eval", "(0, eval)('this')"],
    ["the caller's stack", "(function () { return this })()"],
  ])("by %s: it reaches its own globals and nothing of the host", async (_, global) => {
    const execution = await besides(
      aHandler(`
        const found = ${global};
        const host = ["process", "require", "module", "fetch", "setTimeout", "WebAssembly", "Buffer", "std", "os", "Worker"];
        return { body: [found === globalThis, host.filter((name) => name in found)] };`),
    );
    expect(execution).toMatchObject({ status: "ok", output: { body: [true, []] } });
  });

  test("by import(): no module is found", async () => {
    const run = aHandler(
      `return import("node:fs").then(() => ({ body: "loaded" }), () => ({ body: "refused" }))`,
    );
    expect(await besides(run)).toMatchObject({ status: "ok", output: { body: "refused" } });
  });
});
