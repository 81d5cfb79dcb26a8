import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handler, save, transform } from "../gateway/programs.ts";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { jsonOf, runToEnd, type Ended } from "./cli.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
let transformation: { id: string };
let failed: Wire["event"];
let folder: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver({ answer: { status: 500 } });
  folder = await mkdtemp(join(tmpdir(), "fasthook-telling-"));
  const env = { TOKEN: { value: "hush-hush", secret: true } };
  transformation = await save(gateway.api, "return request", { env });
  connection = await connect(gateway.api, receiver.url, {
    name: "shop-to-billing",
    rules: [transform(transformation)],
  });
  const headers: [string, string][] = [["content-type", "application/json"]];
  failed = await settledEvent(gateway.api, await submit(connection.source, { body: '{"n":1}', headers }));
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<Ended> => runToEnd(gateway, args);
const fileOf = async (name: string, content: string) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};

test("whoami tells the gateway, the team and the key, with what it may", async () => {
  const { code, stdout } = await run("whoami");
  expect(code).toBe(0);
  expect(stdout).toContain(gateway.url);
  expect(stdout).toContain(gateway.settings.team.id);
  expect(stdout).toMatch(/^scopes +admin\nexpires +never$/m);
});

test("metrics are a line for each group, by name, and in JSON what the API answers", async () => {
  const narrowed = ["metrics", "events", "--destination", connection.destination.name];
  const [table, json, foreign] = await Promise.all([
    run(...narrowed, "--group-by", "destination,status", "--measures", "count,failed"),
    jsonOf<{ series: { totals: object }[] }>(gateway, [...narrowed, "--measures", "count"]),
    run("metrics", "attempts", "--source", connection.source.name),
  ]);
  const [title, row] = table.stdout.trim().split("\n");
  expect(title).toMatch(/^DESTINATION +STATUS +COUNT +FAILED$/);
  expect(row).toMatch(new RegExp(`^${connection.destination.name} +failed +1 +1$`));
  expect(json.series[0]!.totals).toEqual({ count: 1 });
  expect(foreign).toMatchObject({ code: 2, stderr: "fasthook: --source: attempts have none of it\n" });
});

test("count counts what matches, and body writes what came", async () => {
  const [count, body] = await Promise.all([
    run("event", "count", "--status", "failed", "--connection", "shop-to-billing"),
    run("request", "body", failed.request_id),
  ]);
  expect([count.stdout, body.stdout]).toEqual(["1\n", '{"n":1}']);
});

test("transformation run tries a draft with the saved variables, and shows none of their secrets", async () => {
  const draft = handler("console.log(context.env.TOKEN); request.body.n += 1; return request");
  const code = await fileOf("draft.js", draft);
  const { code: exit, stdout } = await run(
    ...["transformation", "run", transformation.id, "--code", code, "--event", failed.id],
  );
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^ok in \d+ ms\nlog: \*{8}\n/);
  expect(stdout).toContain('"n": 2');
});

test("transformation run of code that fails ends with 5, and names the line", async () => {
  const code = await fileOf("faulty.js", handler("\nthrow new TypeError('no')"));
  const data = await fileOf("data.json", "{}");
  const { code: exit, stdout } = await run("transformation", "run", "--code", code, "--data", data);
  expect(exit).toBe(5);
  expect(stdout).toMatch(/^error in \d+ ms\nTypeError: no \(line 2\)\n$/);
});

test("connection simulate tells what a draft of rules would change, beside how the event really fared", async () => {
  const rules = await fileOf("rules.yaml", "- { type: filter, body: { n: 2 } }\n");
  const { code, stdout } = await run("connection", "simulate", "shop-to-billing", "--rules", rules);
  expect(code).toBe(0);
  const [told, , row] = stdout.split("\n");
  expect(told).toContain("of 1 requests the draft would leave 0 delivered, 1 ignored");
  expect(row).toMatch(/^req_\w+ +newly_ignored +let through, failed +ignored +FILTERED$/);
});

test("trigger without a source takes the only one; of several it asks which", async () => {
  expect(await run("trigger", "none")).toMatchObject({ code: 0 });
  await gateway.api.ok("POST", "/sources", { name: "another" });
  const { code, stderr } = await run("trigger", "none");
  expect(code).toBe(2);
  expect(stderr).toBe(`fasthook: --source: which one? another, ${connection.source.name}\n`);
});

test("delete asks where it can, and takes what uses it with --cascade alone", async () => {
  const { name } = connection.destination;
  expect(await run("destination", "delete", name)).toMatchObject({ code: 2 });
  const [used, cascaded] = [
    await run("destination", "delete", name, "--yes"),
    await run(...["destination", "delete", name, "--yes", "--cascade"]),
  ];
  expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining(connection.id) as string });
  expect(cascaded).toMatchObject({ code: 0, stdout: `${connection.destination_id} deleted\n` });
  expect((await gateway.api.call("GET", `/connections/${connection.id}`)).status).toBe(404);
});
