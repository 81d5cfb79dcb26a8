import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { jsonOf, runToEnd } from "./cli.ts";

const SECRET = `whsec_${Buffer.alloc(24, 3).toString("base64")}`;
const BODY = '{"type":"paid","note":"Grüße"}';

let gateway: TestGateway;
let folder: string;
let file: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  folder = await mkdtemp(join(tmpdir(), "fasthook-sign-"));
  file = join(folder, "body.json");
  await writeFile(file, BODY);
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const run = (args: string[], env: Record<string, string> = {}) => runToEnd(gateway, args, env);
const makeSource = (name: string, verification: object) =>
  gateway.api.ok<Wire["source"]>("POST", "/sources", { name, verification });
const newest = async () =>
  (await gateway.api.ok<List<Wire["request"]>>("GET", "/requests?limit=1")).models[0];

test("sign makes headers that the Standard Webhooks library takes", async () => {
  const headers = await jsonOf<Record<string, string>>(gateway, ["sign", file, "--secret", SECRET]);
  expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
});

test("verify of what sign wrote ends with 0, of another body with 5", async () => {
  const signed = await run(["sign", file], { FASTHOOK_SECRET: SECRET });
  const headers = signed.stdout.trim().split("\n");
  const verify = (path: string) => run(["verify", path, "--secret", SECRET, "--header", ...headers]);
  expect(await verify(file)).toMatchObject({ code: 0, stdout: "verified\n" });
  const other = join(folder, "other.json");
  await writeFile(other, BODY.replace("paid", "owed"));
  const { code, stderr } = await verify(other);
  expect(code).toBe(5);
  expect(stderr).toContain("the signature is of another secret");
});

test("verify by a provider's rule, with a signature of long ago, ends with 5 unless the present is given", async () => {
  const at = "2026-01-31T09:00:00Z";
  const { stdout } = await run(["sign", file, "--as", "stripe", "--secret", "whsec_x", "--at", at]);
  const verify = ["verify", file, "--as", "stripe", "--secret", "whsec_x", "--header", stdout.trim()];
  expect(await run(verify)).toMatchObject({ code: 5 });
  expect(await run([...verify, "--at", at])).toMatchObject({ code: 0 });
});

test("sign without a secret, by an unknown provider, and of a missing file end with 2", async () => {
  expect(await run(["sign", file])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--secret") as string,
  });
  expect(await run(["sign", file, "--secret", "no base64!"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("secret: must be whsec_ and base64") as string,
  });
  expect(await run(["sign", file, "--as", "nobody"])).toMatchObject({ code: 2 });
  expect(await run(["sign", join(folder, "none"), "--secret", SECRET])).toMatchObject({ code: 2 });
});

test("trigger sends a sample that the source verifies", async () => {
  for (const provider of ["stripe", "github", "twilio"]) {
    await makeSource(provider, { type: provider, secret: "whsec_of_provider" });
    const answer = await jsonOf<{ status: number }>(gateway, ["trigger", provider, "--source", provider], {
      FASTHOOK_SECRET: "whsec_of_provider",
    });
    expect(answer).toMatchObject({ status: 200 });
    expect(await newest()).toMatchObject({ verified: true });
  }
});

test("trigger with a wrong secret ends with 5, and the request is rejected", async () => {
  const { code, stderr } = await run(["trigger", "stripe", "--source", "stripe", "--secret", "wrong"]);
  expect({ code, stderr }).toEqual({ code: 5, stderr: "fasthook: the source answered 401\n" });
  expect(await newest()).toMatchObject({ rejection_cause: "VERIFICATION_FAILED" });
});

test("trigger with a body of one's own sends that", async () => {
  await makeSource("open", { type: "none" });
  const trigger = ["trigger", "none", "--source", "open", "--data", file];
  expect(await run(trigger, { FASTHOOK_SECRET: "of another source" })).toMatchObject({ code: 0 });
  const raw = await fetch(`${gateway.url}/v1/requests/${(await newest())!.id}/raw_body`, {
    headers: { authorization: `Bearer ${gateway.settings.team.apiKey}` },
  });
  expect(await raw.text()).toBe(await readFile(file, "utf8"));
});

test("trigger of a provider, without a secret, sends an unsigned sample to a source that verifies nothing", async () => {
  expect(await run(["trigger", "stripe", "--source", "open"])).toMatchObject({ code: 0 });
  expect(await newest()).toMatchObject({ verified: null, rejection_cause: "NO_CONNECTION" });
  const unknown = await run(["trigger", "stirpe", "--source", "open"]);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("provider: ") as string });
});

test("trigger of a provider that signs with a private key ends with 2 without one", async () => {
  await makeSource("chat", { type: "discord", public_key: "0".repeat(64) });
  const { code, stderr } = await run(["trigger", "discord", "--source", "chat"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--private-key");
});
