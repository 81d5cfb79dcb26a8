import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { runToEnd, type Ended } from "./cli.ts";

const SECRETS = { STRIPE_SECRET: "whsec_of_stripe", BILLING_TOKEN: "token-of-billing" };
const FILE = `
transformations:
  - name: slim
    code: |
      addHandler("transform", (request) => ({ ...request, path: \`/\${request.method}\` }));
    env: { REGION: eu, KEY: { value: "\${BILLING_TOKEN}", secret: true } }
sources:
  - name: stripe
    verification: { type: stripe, secret: "\${STRIPE_SECRET}" }
  - name: plain
    verification: { type: hmac, header: x-signature, secret: "\${STRIPE_SECRET}" }
destinations:
  - name: billing
    url: https://billing.example.com/hooks
    auth: { type: bearer, token: "\${BILLING_TOKEN}" }
    timeout_ms: 5000
connections:
  - name: stripe-to-billing
    source: stripe
    destination: billing
    rules:
      - { type: transform, transformation: slim }
      - { type: retry, strategy: linear, interval: 1000, count: 3 }
`;

let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  folder = await mkdtemp(join(tmpdir(), "fasthook-apply-"));
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function apply(
  text: string,
  options: string[] = [],
  env: Record<string, string> = SECRETS,
): Promise<Ended> {
  const file = join(folder, "gateway.yaml");
  await writeFile(file, text);
  return runToEnd(gateway, ["apply", file, ...options], env);
}
const last = (text: string) => text.trimEnd().split("\n").at(-1);
const sourceNamed = async (name: string) =>
  (await gateway.api.ok<List<Wire["source"]>>("GET", `/sources?name=${name}`)).models[0];

test("apply --check and --plan of a new file tell what is missing, and change nothing", async () => {
  const checked = await apply(FILE, ["--check"]);
  expect(checked.code).toBe(5);
  expect(last(checked.stdout)).toBe("5 to create, 0 to update, 0 to delete, 0 unchanged");
  expect(await apply(FILE, ["--plan"])).toMatchObject({ code: 0, stdout: checked.stdout });
  expect(await sourceNamed("stripe")).toBeUndefined();
});

test("apply without a variable that a creation needs names it, and changes nothing", async () => {
  const { code, stderr } = await apply(FILE, [], { BILLING_TOKEN: "x" });
  expect(code).toBe(2);
  expect(stderr).toContain('source "stripe": verification.secret: the variable STRIPE_SECRET is not set');
  expect(await sourceNamed("stripe")).toBeUndefined();
});

test("apply makes everything, with names in place of ids", async () => {
  expect(await apply(FILE)).toMatchObject({ code: 0 });
  const { models } = await gateway.api.ok<List<Wire["connection"]>>("GET", "/connections");
  expect(models).toMatchObject([
    {
      name: "stripe-to-billing",
      source: { name: "stripe", verification: { type: "stripe", secret: "********" } },
      destination: { name: "billing", timeout_ms: 5000 },
      rules: [
        { type: "transform", transformation_id: expect.stringMatching(/^trf_/) as string },
        { count: 3 },
      ],
    },
  ]);
});

test("apply again, even without the secrets, finds all unchanged, and --check ends with 0", async () => {
  const { code, stdout } = await apply(FILE, ["--check"], {});
  expect({ code, last: last(stdout) }).toEqual({
    code: 0,
    last: "0 to create, 0 to update, 0 to delete, 5 unchanged",
  });
  expect(stdout).toContain("verification.secret: secret, not compared");
  const { updated_at } = (await sourceNamed("stripe"))!;
  await apply(FILE);
  expect((await sourceNamed("stripe"))!.updated_at).toBe(updated_at);
});

test("apply of a changed field updates that one thing, and shows the field", async () => {
  const changed = FILE.replace("timeout_ms: 5000", "timeout_ms: 9000").replace("count: 3", "count: 4");
  const { code, stdout } = await apply(changed, [], {});
  expect(code).toBe(0);
  expect(stdout).toContain("~ destination billing\n    timeout_ms: 5000 → 9000");
  expect(stdout).toContain("rules[1].count: 3 → 4");
  expect(last(stdout)).toBe("0 to create, 2 to update, 0 to delete, 3 unchanged");
  expect(last((await apply(changed, ["--plan"])).stdout)).toContain("5 unchanged");
});

test("apply --secrets sends those again that may be the same, and nothing else", async () => {
  await apply(FILE);
  const { stdout } = await apply(FILE, ["--secrets"]);
  expect(last(stdout)).toBe("0 to create, 4 to update, 0 to delete, 1 unchanged");
});

test("a plan never shows a secret, wherever it stands", async () => {
  const moved = FILE.replace(
    '{ type: bearer, token: "${BILLING_TOKEN}" }',
    "{ type: bearer, token: plain-secret }",
  );
  const basic = FILE.replace(
    '{ type: bearer, token: "${BILLING_TOKEN}" }',
    "{ type: basic, username: me, password: plain-secret }",
  );
  for (const file of [moved, basic])
    expect((await apply(file, ["--plan"])).stdout).not.toContain("plain-secret");
});

test("a file's faults are told all at once, each with its place", async () => {
  const { code, stderr } = await apply(`
sources: [{ name: a, colour: red }, { name: a }]
destinations: [{ name: b, url: nowhere }]
connections: [{ name: c, source: a, destination: b, rules: [{ type: delay, delay: 0 }] }]
servers: []`);
  expect(code).toBe(2);
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(5);
  for (const place of [
    "servers",
    "sources[0].colour",
    "destinations[0].url",
    "connections[0].rules[0].delay",
  ]) {
    expect(stderr).toContain(`${place}: `);
  }
});

test("a connection to what is nowhere is refused before anything is done", async () => {
  const { code, stderr } = await apply("connections: [{ name: c, source: ghost, destination: billing }]");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'fasthook: connection "c": there is no source "ghost"\n',
  });
});

test("export, applied without any variable, changes nothing, and says its secrets by name", async () => {
  const { code, stdout } = await runToEnd(gateway, ["export"]);
  expect(code).toBe(0);
  const file = parse(stdout) as { sources: object[] };
  expect(file.sources).toContainEqual({
    name: "stripe",
    verification: { type: "stripe", secret: "${SOURCE_STRIPE_VERIFICATION_SECRET}" },
  });
  const again = await apply(stdout, ["--check", "--prune"], {});
  expect(last(again.stdout)).toBe("0 to create, 0 to update, 0 to delete, 5 unchanged");
});

test("a connection without a name is exported by its ends, and gets that name when the file is applied", async () => {
  const [source] = (await gateway.api.ok<List<Wire["source"]>>("GET", "/sources?name=plain")).models;
  const { models } = await gateway.api.ok<List<Wire["destination"]>>("GET", "/destinations?name=billing");
  const ends = { source_id: source!.id, destination_id: models[0]!.id };
  const { id } = await gateway.api.ok<Wire["connection"]>("POST", "/connections", ends);
  const { stdout } = await runToEnd(gateway, ["export"], {});
  const { connections } = parse(stdout) as { connections: object[] };
  expect(connections[1]).toMatchObject({
    name: "plain-to-billing",
    source: "plain",
    destination: "billing",
  });
  const named = await apply(stdout, [], {});
  expect({ code: named.code, stderr: named.stderr }).toEqual({ code: 0, stderr: "" });
  expect(last(named.stdout)).toBe("0 to create, 1 to update, 0 to delete, 5 unchanged");
  expect(await gateway.api.ok("GET", `/connections/${id}`)).toMatchObject({ name: "plain-to-billing" });
  await gateway.api.ok("PATCH", `/connections/${id}`, { name: null });
});

test("apply --prune of an empty file, which a failed command before it may give, is refused", async () => {
  const { code, stderr } = await apply("", ["--prune", "--yes"]);
  expect(code).toBe(2);
  expect(stderr).toContain("it is empty");
});

test("apply --prune, where nobody can be asked, needs --yes, and then deletes what is not in the file", async () => {
  const rest = "sources: [{ name: plain }]";
  expect(await apply(rest, ["--prune"])).toMatchObject({ code: 2 });
  expect(await sourceNamed("stripe")).toBeDefined();
  const { code, stdout } = await apply(rest, ["--prune", "--yes"]);
  expect({ code, last: last(stdout) }).toEqual({
    code: 0,
    last: "0 to create, 0 to update, 5 to delete, 1 unchanged",
  });
  expect(await sourceNamed("stripe")).toBeUndefined();
  expect((await gateway.api.ok<List<Wire["source"]>>("GET", "/sources")).count).toBe(1);
});

test("apply in JSON answers the steps and their counts", async () => {
  const { stdout } = await apply("sources: [{ name: plain }, { name: new }]", ["--output", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    steps: [
      { action: "unchanged", noun: "source", name: "plain" },
      { action: "create", noun: "source", name: "new" },
    ],
    summary: { create: 1, update: 0, delete: 0, unchanged: 1 },
  });
});
