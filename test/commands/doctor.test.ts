import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../src/commands/verdicts.ts";
import { noteRunning } from "../../src/dev/running.ts";
import { fasthook } from "../support/command.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let folder: string;
let good: Record<string, string>;

beforeAll(async () => {
  gateway = await startTestGateway();
  folder = await mkdtemp(join(tmpdir(), "fasthook-doctor-"));
  const { mongodb, temporal, secretKey } = gateway.settings;
  good = {
    MONGODB_URI: mongodb.uri,
    MONGODB_DB: mongodb.database,
    TEMPORAL_ADDRESS: temporal.address,
    FASTHOOK_SECRET_KEY: secretKey,
    FASTHOOK_DATA_DIR: folder,
    PORT: new URL(gateway.url).port,
  };
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function examined(
  env: Record<string, string>,
): Promise<{ code: unknown; findings: Record<string, Finding> }> {
  await using command = fasthook(["doctor", "--output", "json"], env);
  const code = await command.ended;
  const { findings } = JSON.parse(command.stdout()) as { findings: Finding[] };
  return { code, findings: Object.fromEntries(findings.map((it) => [it.check, it])) };
}

test("doctor of a gateway that runs ends with 0, and finds its servers, indexes, key and port well", async () => {
  const { code, findings } = await examined(good);
  const states = Object.fromEntries(Object.values(findings).map(({ check, state }) => [check, state]));
  expect({ code, states }).toMatchObject({
    code: 0,
    states: {
      "api key": "warn",
      configuration: "ok",
      mongodb: "ok",
      "mongodb primary": "ok",
      "mongodb indexes": "ok",
      clock: "ok",
      "secret key": "ok",
      temporal: "ok",
      "temporal search attributes": "ok",
      [`port ${good.PORT}`]: "ok",
    },
  });
  expect(findings[`port ${good.PORT}`]!.detail).toContain("FastHook (ingress, api, worker)");
});

test("doctor beside the data folder of a dev that runs on a port of its own looks at that port", async () => {
  await using _running = await noteRunning(folder, { url: gateway.url, team: null });
  const { code, findings } = await examined({ ...good, PORT: "" });
  expect(code).toBe(0);
  expect(findings[`port ${good.PORT}`]!.detail).toContain("FastHook (ingress, api, worker)");
});

test("doctor with another key than the database's ends with 5, and says so", async () => {
  const other = Buffer.alloc(32, 7).toString("base64");
  const { code, findings } = await examined({ ...good, FASTHOOK_SECRET_KEY: other });
  expect(code).toBe(5);
  expect(findings["secret key"]).toMatchObject({
    state: "fail",
    remedy: expect.stringContaining("FASTHOOK_SECRET_KEY_PREVIOUS") as string,
  });
});

test("doctor says whose key commands call with, what it may, and until when", async () => {
  const { id, apiKey } = gateway.settings.team;
  const env = { ...good, FASTHOOK_URL: gateway.url, FASTHOOK_API_KEY: apiKey! };
  const admin = (await examined(env)).findings["api key"]!;
  expect(admin).toMatchObject({ state: "ok" });
  expect(admin.detail).toMatch(new RegExp(`\\(key_\\w+\\) of .*\\(${id}\\) at ${gateway.url}: admin$`));
  const expires_at = new Date(Date.now() + 86_400_000).toISOString();
  const key = { name: "for a day", scopes: ["read"], expires_at };
  const made = await gateway.api.ok<{ key: string }>("POST", "/api_keys", key);
  expect((await examined({ ...env, FASTHOOK_API_KEY: made.key })).findings["api key"]).toMatchObject({
    state: "warn",
    detail: expect.stringMatching(new RegExp(`^for a day .*: read, until ${expires_at}$`)) as string,
  });
});

test.each([
  ["a key that nobody knows", { FASTHOOK_API_KEY: "k".repeat(20) }, "This API key is not known."],
  ["another team's id", { FASTHOOK_TEAM_ID: "tm_other" }, "does not belong to the team"],
])("doctor with %s ends with 5, and says so", async (_, wrong, detail) => {
  const { id, apiKey } = gateway.settings.team;
  const right = { FASTHOOK_URL: gateway.url, FASTHOOK_TEAM_ID: id!, FASTHOOK_API_KEY: apiKey! };
  const { code, findings } = await examined({ ...good, ...right, ...wrong });
  expect(code).toBe(5);
  expect(findings["api key"]).toMatchObject({
    state: "fail",
    detail: expect.stringContaining(detail) as string,
  });
});

test("doctor without servers ends with 5, and says of each how to start it", async () => {
  const nowhere = { MONGODB_URI: "mongodb://127.0.0.1:1", TEMPORAL_ADDRESS: "127.0.0.1:1" };
  const called = { FASTHOOK_URL: "http://127.0.0.1:1", FASTHOOK_API_KEY: "k".repeat(20) };
  const { code, findings } = await examined({ ...good, ...nowhere, ...called });
  expect(findings["api key"]).toMatchObject({
    state: "fail",
    remedy: expect.stringContaining("FASTHOOK_URL") as string,
  });
  expect(code).toBe(5);
  for (const check of ["mongodb", "temporal"]) {
    expect(findings[check]).toMatchObject({
      state: "fail",
      remedy: expect.stringContaining("npm run dev") as string,
    });
  }
});

test("doctor of a namespace that is not there, and of a missing index, names both", async () => {
  await gateway.database.collection("attempts").dropIndexes();
  const { code, findings } = await examined({ ...good, TEMPORAL_NAMESPACE: "nowhere" });
  expect(code).toBe(5);
  expect(findings["temporal namespace"]).toMatchObject({ state: "fail", detail: "there is no nowhere" });
  expect(findings["mongodb indexes"]).toMatchObject({
    state: "warn",
    detail: expect.stringContaining('attempts {"event_id":1') as string,
  });
});

test("doctor of a port that something else has ends with 5", async () => {
  const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = String((server.address() as AddressInfo).port);
  const { code, findings } = await examined({ ...good, PORT: port });
  server.closeAllConnections();
  server.close();
  expect(code).toBe(5);
  expect(findings[`port ${port}`]).toMatchObject({ state: "fail", detail: "taken by something else" });
});

test("doctor of invalid variables ends with 5, a line for each", async () => {
  await using command = fasthook(["doctor"], { PORT: "http", FASTHOOK_RETENTION_DAYS: "0" });
  expect(await command.ended).toBe(5);
  expect(command.stdout()).toMatch(
    /^fail {2}configuration: PORT: must be .*\n {6}→ mend this variable\nfail /,
  );
});
