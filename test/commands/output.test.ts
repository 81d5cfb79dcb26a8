import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { confirm } from "../../src/commands/ask.ts";
import { createOutput, type Stream } from "../../src/commands/output.ts";
import { bar, createProgress } from "../../src/commands/progress.ts";
import { resolveReferences } from "../../src/commands/references.ts";

function stream(settings: Partial<Stream>): Stream & { text: () => string } {
  let text = "";
  return { ...settings, write: (more) => (text += more), text: () => text };
}
const shown = (results: Stream & { text: () => string }) => {
  createOutput(results, stream({}), false).table(
    [{ id: "evt_1", status: "failed" }],
    [
      { title: "ID", value: (row) => row.id },
      { title: "STATUS", value: (row) => row.status },
    ],
  );
  return results.text();
};

describe("a table", () => {
  it("on a terminal with colours is coloured", () => {
    expect(shown(stream({ isTTY: true, hasColors: () => true }))).toContain("\u001b[31mfailed");
  });

  it("on a terminal that is to have none, or in a pipe, is plain and aligned", () => {
    const plain = "ID     STATUS\nevt_1  failed\n";
    expect(shown(stream({ isTTY: true, hasColors: () => false }))).toBe(plain);
    expect(shown(stream({}))).toBe(plain);
  });

  it("has no control characters of what it shows", () => {
    const results = stream({});
    createOutput(results, stream({}), false).table(
      [{ name: "a\u001b[2Jb" }],
      [{ title: "NAME", value: (it) => it.name }],
    );
    expect(results.text()).toBe("NAME\na [2Jb\n");
  });
});

describe("progress", () => {
  it("is drawn over itself on a terminal, and not at all elsewhere", () => {
    for (const [isTTY, drawn] of [
      [true, /^\r\u001b\[2K█{12}░{12} {2}50 % half\r\u001b\[2K$/],
      [false, /^$/],
    ] as const) {
      const remarks = stream({ isTTY });
      const progress = createProgress(createOutput(stream({}), remarks, false));
      progress.show(0.5, "half");
      progress.clear();
      expect(remarks.text()).toMatch(drawn);
    }
  });

  it("says 100 % only when all is done", () => {
    expect(bar(0.999)).toMatch(/ 99 %$/);
    expect(bar(1)).toMatch(/^█{24} 100 %$/);
  });
});

describe("a question", () => {
  const answered = (keys: string) => {
    const input = new PassThrough();
    const asked = confirm("Delete 4?", { input, output: new PassThrough(), terminal: true });
    input.write(keys);
    return asked;
  };

  it("answered with y or yes lets the command go on", async () => {
    for (const keys of ["y\n", "YES\n"]) await expect(answered(keys)).resolves.toBeUndefined();
  });

  it.each([
    ["no", "n\n", 2],
    ["nothing", "\n", 2],
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 130],
  ])("answered with %s ends the command, with nothing changed", async (_, keys, exitCode) => {
    await expect(answered(keys)).rejects.toMatchObject({ exitCode, lines: ["nothing was changed"] });
  });
});

describe("references to variables", () => {
  const variables: Record<string, string> = { HOST: "example.com", TOKEN: "t" };
  const resolved = (value: string) => resolveReferences({ value }, (name) => variables[name]);

  it("are replaced within a text, and left alone behind a second dollar", () => {
    expect(resolved("https://${HOST}/$${HOST}").value).toEqual({ value: "https://example.com/${HOST}" });
  });

  it("that are not set make the text a mask, and are named", () => {
    expect(resolved("a ${NONE} b")).toEqual({
      value: { value: "********" },
      missing: [{ path: "value", variable: "NONE" }],
    });
  });

  it("in code are code", () => {
    const code = "`${HOST}`";
    expect(resolveReferences({ code }, (name) => variables[name])).toEqual({ value: { code }, missing: [] });
  });
});
