import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { aHandler, aRun } from "./example.ts";

const MIB = 2 ** 20;
const TOO_LONG = "The code is longer than 1 MiB";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ threads: 1 });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe("code", () => {
  test.each([
    ["with a handler", aHandler("return request").code],
    ["that would throw when it is evaluated", "throw new Error(process.env.KEY)"],
    ["that would never end", "for (;;);"],
    ["without a handler", ""],
    [
      "of ES2023",
      "class A { #b = 1; static { [1].findLast((it) => it?.c ?? 2n) } } async () => { for await (const _ of []); }",
    ],
    ["of exactly 1 MiB", " ".repeat(MIB)],
  ])("%s: it compiles", async (_, code) => {
    expect(await sandbox.compile(code)).toEqual({ ok: true });
  });

  test.each([
    ["with a wrong token", "let a;\n  let b = ;", { line: 2, column: 11 }],
    ["that ends too early", "function f() {\n", { line: 2, column: 1 }],
    ["that declares a name twice", "let a;\nlet a;", { line: 2 }],
    ["that is a module", 'import fs from "node:fs";', { line: 1 }],
    ["that awaits outside of a function", "\nawait 1;", { line: 2 }],
  ])("%s: it is refused with line and column", async (_, code, place) => {
    const compiled = await sandbox.compile(code);
    expect(compiled).toMatchObject({ ok: false, error: place });
    if (compiled.ok) return;
    expect(compiled.error.message).not.toBe("");
    expect(compiled.error.column).toBeGreaterThan(0);
  });

  test("nested too deeply for the parser: it is refused", async () => {
    const compiled = await sandbox.compile("(".repeat(100_000));
    expect(compiled).toMatchObject({ ok: false, error: { message: "stack overflow" } });
  });

  test("longer than 1 MiB of UTF-8: it is refused, and not run", async () => {
    const code = `// ${"é".repeat(MIB / 2)}`;
    const error = { message: TOO_LONG, line: null, column: null };
    expect(await sandbox.compile(code)).toEqual({ ok: false, error });
    const execution = await sandbox.run(aRun(code));
    expect(execution).toMatchObject({ status: "error", error: { message: TOO_LONG }, logs: [] });
  });
});
