import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createVault } from "../../src/store/secrets.ts";
import { createApiClient, type ApiClient, type Wire } from "../support/api.ts";
import { fasthook } from "../support/command.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

const OLD = randomBytes(32).toString("base64");
const NEW = randomBytes(32).toString("base64");
const SEALED = /sealed:[0-9a-f]{8}:/g;

let gateway: TestGateway;
let destination: Wire["destination"];

beforeAll(async () => {
  gateway = await startTestGateway({ secretKey: OLD });
  destination = await populate(gateway.api);
});
afterAll(async () => gateway[Symbol.asyncDispose]());

/** A secret of each kind. */
async function populate(api: ApiClient): Promise<Wire["destination"]> {
  const verification = { type: "hmac", header: "x-sig", secret: "of-the-source" };
  await api.ok("POST", "/sources", { name: "sealed", verification });
  const headers = { "x.dotted": "one", $money: "two" };
  const made = await api.ok<Wire["destination"]>("POST", "/destinations", {
    name: "sealed",
    url: "http://127.0.0.1:9/",
    auth: { type: "custom_headers", headers },
  });
  await api.ok("POST", `/destinations/${made.id}/rotate_secret`, {});
  await api.ok("POST", "/transformations", {
    name: "sealed",
    code: 'addHandler("transform", (request) => request)',
    env: { TOKEN: { value: "of-the-code", secret: true } },
  });
  const key = { "idempotency-key": "of-the-rotation" };
  await api.call("POST", "/api_keys", { name: "sealed", scopes: ["read"] }, key);
  return made;
}

/** The names of the keys that sealed anything in the database, over all collections. */
async function keysInUse(): Promise<Set<string>> {
  const names = await gateway.database.listCollections({}, { nameOnly: true }).toArray();
  const used = new Set<string>();
  for (const { name } of names) {
    const documents = JSON.stringify(await gateway.database.collection(name).find().toArray());
    for (const [mark] of documents.matchAll(SEALED)) used.add(mark.split(":")[1]!);
  }
  return used;
}

function environment(secretKey: string, others: string): Record<string, string> {
  return {
    MONGODB_URI: inject("mongodbUri"),
    MONGODB_DB: gateway.settings.mongodb.database,
    FASTHOOK_SECRET_KEY: secretKey,
    FASTHOOK_SECRET_KEY_PREVIOUS: others,
  };
}

async function rotate(secretKey: string, others: string) {
  await using command = fasthook(["rotate-secrets"], environment(secretKey, others));
  return { code: await command.ended, stdout: command.stdout(), stderr: command.stderr() };
}

const secretNow = async () =>
  (await gateway.api.ok<{ secret: string }>("GET", `/destinations/${destination.id}/signing_secret`)).secret;
const keyIdOf = (secretKey: string) => createVault(secretKey).keyId;

test("a start with another secret key ends with one line that names the variable", async () => {
  await using command = fasthook(["start", "--role", "api"], {
    ...environment(NEW, ""),
    TEMPORAL_ADDRESS: inject("temporalAddress"),
    PORT: "0",
  });
  expect(await command.ended).toBe(1);
  expect(command.stderr()).toMatch(/^fasthook: FASTHOOK_SECRET_KEY: .*FASTHOOK_SECRET_KEY_PREVIOUS\n$/);
});

test("rotate-secrets without the earlier key ends with a line that says so, and changes nothing", async () => {
  const { code, stderr } = await rotate(NEW, "");
  expect([code, stderr]).toEqual([1, expect.stringContaining("FASTHOOK_SECRET_KEY")]);
  expect(await keysInUse()).toEqual(new Set([keyIdOf(OLD)]));
});

test("rotate-secrets beside running processes seals everything anew; keys, answers and secrets hold", async () => {
  const before = await secretNow();
  await gateway.restart({ secretKey: NEW, otherSecretKeys: [OLD] });
  expect(await secretNow()).toBe(before);
  let writes = 0;
  const busy = new AbortController();
  const writer = (async () => {
    for (; !busy.signal.aborted; writes++)
      await gateway.api.ok("PATCH", `/destinations/${destination.id}`, { description: `${writes}` });
  })();
  const { code, stdout } = await rotate(NEW, OLD);
  busy.abort();
  await writer;
  expect([code, writes > 0]).toEqual([0, true]);
  expect(stdout).toMatch(/^destinations: \d of 1 sealed anew$/m);
  expect(stdout).toContain(`(${keyIdOf(NEW)}): no other key is needed any more.`);
  expect(await keysInUse()).toEqual(new Set([keyIdOf(NEW)]));

  await gateway.restart({ secretKey: NEW, otherSecretKeys: [] });
  expect(await secretNow()).toBe(before);
  const key = { "idempotency-key": "of-the-rotation" };
  const again = await gateway.api.call<{ key: string }>(
    "POST",
    "/api_keys",
    { name: "sealed", scopes: ["read"] },
    key,
  );
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  const made = createApiClient(gateway.url, gateway.settings.team.id!, again.body.key);
  expect((await made.call("GET", "/team")).status).toBe(200);
});

test("rotate-secrets, run again, finds nothing left to do", async () => {
  const { code, stdout } = await rotate(NEW, OLD);
  expect(code).toBe(0);
  expect([...stdout.matchAll(/^\w+: (\d+) of/gm)].map(([, count]) => count)).toEqual(Array(6).fill("0"));
});

test("secrets that no key at hand opens, or that are damaged, are told by id, and all others sealed anew", async () => {
  const client = await MongoClient.connect(inject("mongodbUri"));
  const sources = client.db(gateway.settings.mongodb.database).collection<{ _id: string }>("sources");
  const unreadable: Record<string, string> = {
    src_0foreign: "sealed:00000000:AAAA",
    src_0short: `sealed:${keyIdOf(NEW)}:AAAA`,
    src_0tampered: `sealed:${keyIdOf(NEW)}:${randomBytes(60).toString("base64")}`,
  };
  const documents = Object.entries(unreadable).map(([_id, secret]) => {
    return { _id, team_id: "tm_x", token: _id, verification: { type: "hmac", header: "x-sig", secret } };
  });
  await sources.insertMany(documents);
  const { code, stderr } = await rotate(OLD, NEW);
  await sources.deleteMany({ _id: { $in: Object.keys(unreadable) } });
  await client.close();
  expect(code).toBe(1);
  expect(stderr).toContain("a secret of src_0foreign needs another FASTHOOK_SECRET_KEY");
  for (const id of ["src_0short", "src_0tampered"]) expect(stderr).toContain(`a secret of ${id} is damaged`);
  expect(await keysInUse()).toEqual(new Set([keyIdOf(OLD)]));
});
