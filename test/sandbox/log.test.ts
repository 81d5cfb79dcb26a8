import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { aHandler } from "./example.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ threads: 1, runMs: 20_000 });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

async function logOf(body: string) {
  const { status, logs, logs_truncated } = await sandbox.run(aHandler(`${body}; return null`));
  expect(status).toBe("ok");
  return { lines: logs, messages: logs.map((line) => line.message), truncated: logs_truncated };
}

describe("a console method", () => {
  test("of each kind: the line has its level", async () => {
    const { lines, truncated } = await logOf(`
      for (const method of ["debug", "trace", "log", "dir", "table", "group", "info", "warn", "error"]) console[method](1);
      console.assert(true, "holds"); console.assert(false, "fails"); console.assert();`);
    const levels = ["debug", "debug", "log", "log", "log", "log", "info", "warn", "error", "error", "error"];
    expect(lines.map((line) => line.level)).toEqual(levels);
    expect(lines.slice(-2).map((line) => line.message)).toEqual(["fails", "Assertion failed"]);
    expect(truncated).toBe(false);
  });

  test("that prints nothing: no line", async () => {
    const { lines } = await logOf(`
      for (const method of ["groupEnd", "clear", "count", "countReset", "time", "timeEnd", "timeLog"]) console[method]("x")`);
    expect(lines).toEqual([]);
  });

  test("with values of every type: they are readable", async () => {
    const { messages } = await logOf(`
      console.log("a", 1, 2n, true, null, undefined, Symbol("s"), () => 1, { b: [1] }, new TypeError("e"));
      console.log(); console.log("nul\\0 \\ud800 é");
      console.log({ toJSON() { throw 1 } }); const c = {}; c.c = c; console.log(c, "after");`);
    expect(messages).toEqual([
      'a 1 2n true null undefined Symbol(s) [function] {"b":[1]} TypeError: e',
      "",
      "nul\0 \ud800 é",
      "[not printable]",
      "[not printable] after",
    ]);
  });

  test("before an error is thrown: the line is kept", async () => {
    const execution = await sandbox.run(aHandler(`console.warn("careful"); throw new Error("x")`));
    expect(execution).toMatchObject({ status: "error", logs: [{ level: "warn", message: "careful" }] });
  });
});

describe("a log", () => {
  test("of exactly a thousand lines: it is whole", async () => {
    const { lines, truncated } = await logOf("for (let i = 0; i < 1000; i++) console.log(i)");
    expect([lines.length, truncated]).toEqual([1000, false]);
  });

  test("of one line more: the first thousand are kept, and it says so", async () => {
    const { messages, truncated } = await logOf("for (let i = 0; i < 1001; i++) console.log(i)");
    expect([messages.length, messages[999], truncated]).toEqual([1000, "999", true]);
  });

  test("of exactly 64 KiB: it is whole", async () => {
    const { messages, truncated } = await logOf("for (let i = 0; i < 64; i++) console.log('x'.repeat(1024))");
    expect([messages.join("").length, truncated]).toEqual([65536, false]);
  });

  test("of more than 64 KiB in UTF-8: the line that crosses is cut at a whole character", async () => {
    const { messages, truncated } = await logOf(
      "console.log('a'); console.log('é'.repeat(40000)); console.log('b')",
    );
    expect(messages).toEqual(["a", "é".repeat(32767)]);
    expect(truncated).toBe(true);
  });

  test("of tens of megabytes: it is cut like any other", async () => {
    const { messages, truncated } = await logOf(
      "for (let i = 0; i < 4; i++) console.log('x'.repeat(5e6), i)",
    );
    expect([messages.length, messages[0]?.length, truncated]).toEqual([1, 65536, true]);
  });
});
