import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { apiRoutes } from "../../src/api/api.ts";
import { createProgram } from "../../src/commands/program.ts";
import { blocksOf } from "../support/readme.ts";
import { read, root } from "./checkout.ts";

const GUIDES = readdirSync(`${root}docs`).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : []));
const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", ...GUIDES];

const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything });
const routes = apiRoutes(anything as Parameters<typeof apiRoutes>[0]);
const matching = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? "");

/** All that the sources say, and what is beside them for an operator. */
const sources = [
  ...readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/${name}`),
  ".env.example",
  "docker-compose.yml",
]
  .map(read)
  .join("\n");

/** The anchors that a document's headings get where Markdown is shown. */
function anchorsOf(path: string): string[] {
  const text = read(path).replace(/^```[^]*?^```$/gm, "");
  return matching(text, /^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What is wrong with a link, or null. */
function faultOf(document: string, link: string): string | null {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : normalize(join(dirname(document), path));
  if (!existsSync(root + target)) return `${link}: there is no ${target}`;
  return anchor === undefined || anchorsOf(target).includes(anchor)
    ? null
    : `${link}: there is no such heading`;
}

/** Commands as they are written in text and blocks, from their first word on. */
function commandsIn(document: string): string[] {
  const text = read(document);
  const scripts = blocksOf(text).filter(({ language }) => ["sh", "console"].includes(language));
  const inScripts = scripts.flatMap((block) =>
    matching(block.text.replaceAll("\\\n", " "), /(?<=^|[\s(])(?<!--username )fasthook ([^|>)&;\n]+)/g),
  );
  return [...inScripts, ...matching(text, /`(?:npx )?fasthook ([^`]+)`/g)];
}

/** What of a command `fasthook` does not have, or null. */
function unknownIn(written: string): string | null {
  const words = written.split(/\s+/);
  let command: Command = createProgram();
  const options = [...command.options];
  for (const word of words) {
    const next = command.commands.find((it) => it.name() === word);
    if (!next) break;
    command = next;
    options.push(...command.options);
  }
  if (command.commands.length > 0 && !words[0]?.startsWith("-")) return `${written}: no such command`;
  const known = options.flatMap(({ long, short }) => [long, short]);
  const lost = words.filter((word) => /^--?[a-zA-Z]/.test(word) && !known.includes(word));
  return lost.length > 0 ? `${written}: no option ${lost.join(", ")}` : null;
}

describe.each(DOCUMENTS)("what %s refers to", (document) => {
  const text = read(document);

  it("as a link, is a file that is there, and a heading in it", () => {
    const links = matching(text, /\]\((?!https?:)([^)\s]+)\)/g);
    expect(links.map((link) => faultOf(document, link)).filter(Boolean)).toEqual([]);
  });

  it("as a variable, is one that is read somewhere", () => {
    const named = matching(text, /\b((?:FASTHOOK|MONGODB|TEMPORAL|OTEL)_[A-Z_]*[A-Z])\b/g);
    const own = blocksOf(text).flatMap((block) => matching(block.text, /\b([A-Z_]+)=/g));
    const tested = ["FASTHOOK_CHROMIUM"];
    const lost = named.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources));
    expect(lost.filter((name) => !own.includes(name) && !tested.includes(name))).toEqual([]);
  });

  it("as a route, is one that the API has", () => {
    const shape = (path: string) => path.replace(/:\w+|\{\w+\}/g, ":").replace(/[?#].*$/, "");
    const served = new Set(routes.map(({ method, path }) => `${method} ${shape(path)}`));
    const paths = new Set(routes.map(({ path }) => shape(path)));
    for (const path of ["/openapi.json", "/events/stream", "/requests/stream"]) paths.add(path);
    const named = [...text.matchAll(/`(?:(GET|POST|PUT|PATCH|DELETE) )?\/v1(\/[\w/:.{}]+)[^`]*`/g)];
    const lost = named.filter(([, method, path]) =>
      method ? !served.has(`${method.toLowerCase()} ${shape(path!)}`) : !paths.has(shape(path!)),
    );
    // Several are meant by /v1/metrics/…; where traces go to is the collector's.
    const others = /^`(GET )?\/v1\/(metrics\/|traces`)/;
    expect(lost.map(([whole]) => whole).filter((whole) => !others.test(whole))).toEqual([]);
  });

  it("as a metric, is one that is counted", () => {
    const named = matching(text, /\b(fasthook_[a-z_]*[a-z])\b/g);
    const plain = (name: string) => name.replace(/_(bucket|sum|count)$/, "");
    const lost = named.filter(
      (name) => !sources.includes(`"${name}"`) && !sources.includes(`"${plain(name)}"`),
    );
    expect(lost).toEqual([]);
  });

  it("as a command, is one that fasthook has, with these options", () => {
    expect(commandsIn(document).map(unknownIn).filter(Boolean)).toEqual([]);
  });
});

it("the documents refer to all these kinds", () => {
  const text = DOCUMENTS.map(read).join("\n");
  expect(DOCUMENTS.flatMap(commandsIn).length).toBeGreaterThan(60);
  expect(matching(text, /\]\((?!https?:)([^)\s]+)\)/g).length).toBeGreaterThan(20);
  expect(text).toMatch(/`POST \/v1\/\w+/);
});
