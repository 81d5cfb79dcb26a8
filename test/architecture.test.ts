import { describe, expect, it } from "vitest";
import { readDocument, rowsOf } from "./support/readme.ts";
import { readSourceFiles, type Import, type SourceFile } from "./support/source-files.ts";

/** What an owner may import: with values, or only the types of. */
interface Arrows {
  values?: string;
  types?: string;
}

/** Of whom each owner knows: a folder, or a file that stands in src itself. What is not named is not allowed. */
const ARROWS: Record<string, Arrows> = {
  "src/resources": {},
  "src/rules": { values: "src/resources" },
  workflows: { values: "src/rules", types: "activities src/resources" },
  activities: {
    values: "src/ids.ts src/resources src/rules src/simulation src/transform",
    types:
      "src/delivery src/failpoints.ts src/outbox src/sandbox src/store src/telemetry src/throttle workflows",
  },
  "src/store": {
    values: "src/errors.ts src/ids.ts src/payload src/resources src/rules",
    types: "src/failpoints.ts",
  },
  "src/payload": { values: "src/rules", types: "src/resources" },
  "src/delivery": { values: "src/resources src/rules" },
  "src/sandbox": { values: "src/errors.ts src/resources" },
  "src/throttle": { values: "src/rules", types: "src/resources src/store" },
  "src/transform": { values: "src/payload src/rules", types: "src/resources src/sandbox src/store" },
  "src/verification": { values: "src/resources" },
  "src/simulation": {
    values: "src/ids.ts src/outbox src/payload src/resources src/rules src/store src/transform",
    types: "src/sandbox",
  },
  "src/ingress": {
    values: "src/ids.ts src/rules src/verification",
    types: "src/failpoints.ts src/resources src/store src/telemetry",
  },
  "src/outbox": {
    values: "src/errors.ts src/ids.ts src/payload src/resources src/rules src/store",
    types: "src/failpoints.ts src/telemetry src/throttle",
  },
  "src/api": {
    values:
      "src/errors.ts src/ids.ts src/outbox src/payload src/resources src/rules src/sandbox src/simulation src/store " +
      "src/transform src/version.ts",
    types: "src/telemetry",
  },
  "src/temporal": {
    values: "src/errors.ts src/rules workflows",
    types: "activities src/resources src/store src/telemetry",
  },
  "src/dev": {
    values: "src/config.ts src/errors.ts src/ids.ts src/yielding.ts",
    types: "src/gateway.ts src/lifetime.ts src/telemetry",
  },
  "src/dashboard": { types: "src/resources" },
  "src/client": {},
  "src/errors.ts": {},
  "src/failpoints.ts": {},
  "src/lifetime.ts": {},
  "src/yielding.ts": {},
  "src/telemetry": { types: "src/delivery src/sandbox src/store" },
  "src/banner.ts": {},
  "src/version.ts": {},
  "src/ids.ts": { values: "src/resources" },
  "src/config.ts": { values: "src/delivery src/failpoints.ts src/resources", types: "src/telemetry" },
  "src/team.ts": { values: "src/ids.ts", types: "src/store" },
  "src/health.ts": { types: "src/config.ts" },
  "src/http.ts": { values: "src/api src/errors.ts src/telemetry", types: "src/health.ts" },
  "src/run.ts": { values: "src/config.ts src/lifetime.ts" },
  "src/rotate-secrets.ts": { values: "src/store", types: "src/config.ts" },
  "src/roles": {
    values:
      "activities src/api src/delivery src/failpoints.ts src/ids.ts src/ingress src/lifetime.ts src/outbox src/sandbox " +
      "src/config.ts src/store src/telemetry src/temporal src/throttle",
    types: "src/health.ts",
  },
  "src/gateway.ts": {
    values: "src/config.ts src/dashboard src/health.ts src/http.ts src/lifetime.ts src/roles src/team.ts",
    types: "src/telemetry",
  },
  "src/commands": {
    values:
      "src/api src/banner.ts src/config.ts src/dev src/gateway.ts src/lifetime.ts src/resources src/roles " +
      "src/rotate-secrets.ts src/rules src/run.ts src/store src/telemetry src/temporal src/verification src/version.ts " +
      "src/yielding.ts",
    types: "src/errors.ts",
  },
  "src/cli.ts": { values: "src/commands src/run.ts" },
};

/** Who imports each package: its owner first, then the exceptions, of which each has its reason. */
const PACKAGES: Record<string, string> = {
  "@opentelemetry/api": "src/telemetry",
  "@opentelemetry/exporter-trace-otlp-http": "src/telemetry",
  "@opentelemetry/resources": "src/telemetry",
  "@opentelemetry/sdk-trace-base": "src/telemetry",
  "@temporalio/activity": "activities",
  // dev: asks the server that it started whether it serves.
  "@temporalio/client": "src/temporal src/dev",
  // temporal: sets the search attributes that the workflows' contract names. dev: how long the server keeps workflows.
  "@temporalio/common": "workflows src/temporal src/dev",
  "@temporalio/worker": "src/temporal",
  "@temporalio/workflow": "workflows",
  // cli.ts: tells its faults from others.
  commander: "src/commands src/cli.ts",
  // http.ts: the application into which the API is mounted. dashboard: the handler of its files. ingress: the types of a handler.
  express: "src/api src/dashboard src/http.ts src/ingress",
  helmet: "src/http.ts",
  // dev: makes the replica set of the mongod that it started.
  mongodb: "src/store src/dev",
  "openapi-fetch": "src/client",
  pino: "src/telemetry",
  "pino-pretty": "src/telemetry",
  "prom-client": "src/telemetry",
  "quickjs-emscripten": "src/sandbox",
  preact: "src/dashboard",
  undici: "src/delivery",
  // Everywhere that something from outside is checked: calls, the environment, files. store: walks schemas for secrets. dashboard: the types
  // of what is on the wire.
  uplot: "src/dashboard",
  vite: "src/dashboard",
  yaml: "src/commands",
  zod: "src/resources src/api src/config.ts src/dev src/store src/dashboard",
};

/**
 * What the workflow sandbox evaluates. `common` has the typed keys of search attributes: the client needs them where
 * the SDK's workflow side can't be loaded, and it is in every bundle anyway.
 */
const WORKFLOW_PACKAGES = ["@temporalio/common", "@temporalio/workflow"];

/** What the build puts into the page, or makes it with: nothing of it is there in production. */
const BUNDLED = ["preact", "uplot", "vite"];

const LONGEST_FILE = 300;
const DRAWERS = /(^|\/)(utils?|helpers?|common|lib|libs|services?|managers?|types|misc|shared)(\/|\.ts$)/;

/** Made by a program, from the OpenAPI document. */
const MADE = "src/client/schema.d.ts";
const product = readSourceFiles("src", "workflows", "activities").filter(({ path }) => path !== MADE);
const tests = readSourceFiles("test");
const scripts = readSourceFiles("bench", "scripts", "loss-hunt");
const everything = [...product, ...scripts, ...tests];

const ownerOf = (path: string) => /^(src\/[^/]+|[^/]+)/.exec(path)?.[1] ?? path;
const words = (text = "") => text.split(" ").filter(Boolean);
const sorted = (items: Iterable<string>) => [...new Set(items)].sort();
const keys = (record: Record<string, unknown>) => Object.keys(record).sort();

/** What leaves an owner for another one, by values or by types alone. */
function arrowsOf(owner: string): { values: string[]; types: string[] } {
  const leaving = product
    .filter((file) => ownerOf(file.path) === owner)
    .flatMap((file) => file.imports)
    .filter((it) => it.isFile && ownerOf(it.to) !== owner);
  const values = sorted(leaving.filter((it) => !it.typeOnly).map((it) => ownerOf(it.to)));
  const types = sorted(leaving.map((it) => ownerOf(it.to))).filter((to) => !values.includes(to));
  return { values, types };
}

/** A chain of files that ends where it began, or null. */
function findCycle(files: SourceFile[]): string[] | null {
  const importsOf = new Map(files.map((file) => [file.path, file.imports.filter((it) => it.isFile)]));
  const done = new Set<string>();
  const visit = (path: string, chain: string[]): string[] | null => {
    if (chain.includes(path)) return [...chain.slice(chain.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const { to } of importsOf.get(path) ?? []) {
      const cycle = visit(to, [...chain, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of files) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}

describe("the folders", () => {
  it("are all in the table of arrows", () => {
    expect(sorted(product.map((file) => ownerOf(file.path)))).toEqual(keys(ARROWS));
  });

  it.each(Object.entries(ARROWS))("%s imports what the table says, and nothing else", (owner, allowed) => {
    const { values, types } = allowed;
    expect(arrowsOf(owner)).toEqual({ values: words(values).sort(), types: words(types).sort() });
  });

  it("lead from no file back to itself, type imports included", () => {
    expect(findCycle(everything)).toBeNull();
  });

  it("with two files that import each other are told", () => {
    const importing = (to: string): Import => ({ to, isFile: true, typeOnly: true });
    const [file] = product as [SourceFile];
    const a = { ...file, path: "a.ts", imports: [importing("b.ts")] };
    const b = { ...file, path: "b.ts", imports: [importing("a.ts")] };
    expect(findCycle([a, b])).toEqual(["a.ts", "b.ts", "a.ts"]);
  });

  it("have no drawers for everything", () => {
    expect(everything.map((file) => file.path).filter((path) => DRAWERS.test(path))).toEqual([]);
  });
});

describe("the packages", () => {
  const used = product.flatMap((file) =>
    file.imports.flatMap((it) => (it.isFile || it.to === "node" ? [] : [{ name: it.to, file: file.path }])),
  );

  it("that package.json lists for production are those that the product imports", () => {
    const { dependencies, devDependencies } = JSON.parse(readDocument("package.json")) as Record<
      "dependencies" | "devDependencies",
      Record<string, string>
    >;
    const needed = [...keys(dependencies), ...BUNDLED].sort();
    expect(sorted(used.map((it) => it.name))).toEqual(needed);
    expect(keys(PACKAGES)).toEqual(needed);
    expect(BUNDLED.filter((name) => !(name in devDependencies))).toEqual([]);
  });

  it.each(Object.entries(PACKAGES))("%s is imported by %s", (name, owners) => {
    const users = used.filter((it) => it.name === name).map((it) => ownerOf(it.file));
    expect(sorted(users)).toEqual(words(owners).sort());
  });

  it("that workflows and rules import can run in the workflow sandbox", () => {
    const sandboxed = used.filter((it) => /^(workflows|src\/rules)\//.test(it.file));
    expect(sandboxed.filter((it) => !WORKFLOW_PACKAGES.includes(it.name))).toEqual([]);
    const builtins = product.filter(
      (file) => /^(workflows|src\/rules)\//.test(file.path) && file.imports.some((it) => it.to === "node"),
    );
    expect(builtins.map((file) => file.path)).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const rows = rowsOf(readDocument("ARCHITECTURE.md"), "Who owns what");
  const table = Object.fromEntries(
    rows.map(([owner = "", , packages = ""]) => [owner.replaceAll("`", ""), packages]),
  );
  const folderOf = (owner: string) => owner.replace(/^src\/[\w-]+\.ts$/, "src");

  it("names every folder", () => {
    expect(keys(table)).toEqual(sorted(Object.keys(ARROWS).map(folderOf)));
  });

  it("names every package beside its owner", () => {
    // One library in many packages stands there as one.
    const written = (name: string) => name.replace(/^@opentelemetry\/.*/, "@opentelemetry/*");
    const owned = Object.entries(PACKAGES).map(([name, owners]) => [
      folderOf(words(owners)[0] ?? ""),
      written(name),
    ]);
    const told = Object.entries(table).flatMap(([owner, names]) =>
      names.split(", ").flatMap((name) => (name ? [[owner, name]] : [])),
    );
    expect(told.map(String).sort()).toEqual(sorted(owned.map(String)));
  });
});

describe("the files", () => {
  it("have 300 lines at most", () => {
    const long = everything.filter((file) => file.lines > LONGEST_FILE);
    expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it("of the product read the environment in src/config.ts alone", () => {
    const readers = product.filter((file) => file.readsEnvironment);
    expect(readers.map((file) => file.path)).toEqual(["src/config.ts"]);
  });

  it("of the product say of each export, in a comment, what the code can't", () => {
    const silent = product.flatMap((file) => file.undocumented.map((name) => `${file.path}: ${name}`));
    expect(silent).toEqual([]);
  });

  it("of the tests have no two titles in common", () => {
    const titles = tests.flatMap((file) => file.testTitles);
    expect(titles.length).toBeGreaterThan(300);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });
});
