import { existsSync, statSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { Rules } from "../../src/resources/rule.ts";
import { blocksOf, readDocument, rowsOf } from "../support/readme.ts";
import { read, root } from "./checkout.ts";

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
const readme = readDocument("README.md");
const commandsIn = (document: string) =>
  blocksOf(readDocument(document))
    .filter((block) => block.language === "console")
    .flatMap(({ text, section }) =>
      [...text.matchAll(/^\$ (.*)$/gm)].map(([, command = ""]) => ({ section, command })),
    );

/** The variables of README's table, each with its default as written, without the backticks. */
function tabled(): Record<string, string> {
  const rows = rowsOf(readme, "Configuration");
  return Object.fromEntries(
    rows.map((cells) => cells.map((cell) => cell.replaceAll("`", "")) as [name: string, value: string]),
  );
}

/** The variables that src/config.ts reads, each with the default that its schema has, or null. */
function configured(): Record<string, string | null> {
  const tree = ts.createSourceFile("config.ts", read("src/config.ts"), ts.ScriptTarget.Latest, true);
  const variables: Record<string, string | null> = {};
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && /^[A-Z_]+$/.test(node.name.getText())) {
      variables[node.name.getText()] = defaultOf(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  const environment = tree.statements
    .filter(ts.isVariableStatement)
    .find((it) => it.declarationList.declarations[0]?.name.getText() === "Environment");
  if (environment) visit(environment);
  return variables;
}

function defaultOf(schema: ts.Expression): string | null {
  const [, value] = /\.default\(([^()]*)\)$/.exec(schema.getText()) ?? [];
  return value === undefined ? null : value.replace(/^"(.*)"$/, "$1").replace(/(\d)_(?=\d)/g, "$1");
}

describe("README's table of variables", () => {
  it("names those that src/config.ts reads, and no others", () => {
    expect(Object.keys(configured()).length).toBeGreaterThan(20);
    expect(Object.keys(tabled()).sort()).toEqual(Object.keys(configured()).sort());
  });

  it("gives the defaults of src/config.ts", () => {
    const fixed = Object.entries(configured()).filter(([, value]) => value !== null);
    expect(fixed.length).toBeGreaterThan(8);
    expect(tabled()).toMatchObject(Object.fromEntries(fixed));
  });
});

describe("README's examples of rules", () => {
  const examples = blocksOf(readme).filter((block) => block.language === "json");

  it.each(examples)("in $section are accepted by the API: $text", ({ text }) => {
    expect(Rules.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
  });
});

describe("the commands in the documents", () => {
  const commands = DOCUMENTS.flatMap(commandsIn);
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

  it("that npm runs are scripts of package.json", () => {
    const texts = DOCUMENTS.map(readDocument).join("\n");
    const named = [...texts.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start))\b/g)].map(
      ([, run, own]) => run ?? own,
    );
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ""))).toEqual([]);
  });

  it("for the tests are the ones that .ci/run gives, and beside them it only installs a browser", () => {
    const own = read(".ci/run")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    const start = commands.filter(({ section }) => section === "Start").map(({ command }) => command);
    expect(start).toEqual(["npm ci && npm run dev", "npm ci && npm test"]);
    expect(own.slice(0, 2)).toEqual(["set -euo pipefail", 'cd "$(dirname "$0")/.."']);
    expect(own[2]).toBe("if ! command -v chromium >/dev/null; then");
    expect(own.slice(own.indexOf("fi") + 1)).toEqual([start[1]]);
    expect(read(".ci/run").split("\n")[0]).toBe("#!/usr/bin/env bash");
    expect(statSync(`${root}.ci/run`).mode & 0o111).toBe(0o111);
  });
});

describe("the documents", () => {
  it.each(DOCUMENTS)("%s names no file that is not there", (document) => {
    const text = readDocument(document);
    const quotedPaths = [...text.matchAll(/`((?:src|test|scripts|workflows|activities)\/[\w./-]+)`/g)];
    const commanded = [...text.matchAll(/\b((?:src|test|scripts)\/[\w/-]+(?:\.[a-z]+)+)\b/g)];
    const paths = [...quotedPaths, ...commanded, ...text.matchAll(/\]\(([\w./-]+)\)/g)].map(
      ([, path]) => path,
    );
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it("promise no file of the checkout's root that is not there", () => {
    const named = [...readme.matchAll(/(?<![\w/])(\.env\.example|[A-Z]{5,}\.md)\b/g)].map(([name]) => name);
    expect(named).toContain(".env.example");
    expect(named.filter((name) => !existsSync(root + name))).toEqual([]);
  });
});
