import ts from "typescript";
import { describe, expect, test } from "vitest";
import { AMBIENT } from "../../src/sandbox/ambient.ts";

/** The faults that an editor shows for a transformation in JavaScript. */
function faults(code: string): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    lib: ["lib.es2023.d.ts"],
    types: [],
  };
  const sources = new Map([
    ["ambient.d.ts", AMBIENT],
    ["code.js", code],
  ]);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.fileExists = (file) => sources.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((it) => ts.flattenDiagnosticMessageText(it.messageText, "\n"));
}

describe("the declarations for editors", () => {
  test.each([
    [
      "changes its request",
      `request.headers["x-env"] = context.env.KEY; request.body.a.b = 1; return request`,
    ],
    ["returns a part", "return { body: context.connection?.id }"],
    ["ignores the event", "if (!request.body) return null"],
    ["logs", "console.log(request); console.assert(true, context.event_id); return request"],
  ])("with a handler that %s: no fault", (_, body) => {
    expect(faults(`addHandler("transform", (request, context) => { ${body} })`)).toEqual([]);
  });

  test.each([
    ["another event", `addHandler("filter", (request) => request)`],
    ["a header of the wrong type", `addHandler("transform", () => ({ headers: { a: 5 } }))`],
    ["the network", `addHandler("transform", async () => { await fetch("https://example.com") })`],
    ["Node", `addHandler("transform", () => ({ body: process.env.KEY }))`],
  ])("with code that uses %s: a fault", (_, code) => {
    expect(faults(code)).toHaveLength(1);
  });
});
