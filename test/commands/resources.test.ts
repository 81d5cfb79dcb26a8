import { createRequire } from "node:module";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noteRunning } from "../../src/dev/running.ts";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { run as runProgram } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { environmentOf, jsonOf, runToEnd, type Ended } from "./cli.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];
let events: Wire["event"][];

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  connection = await connect(gateway.api, receiver.url, { name: "shop-to-billing" });
  events = [];
  for (const status of [200, 500, 200]) {
    receiver.answer({ status });
    events.push(await settledEvent(gateway.api, await submit(connection.source, { body: '{"a":1}' })));
  }
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const run = (...args: string[]): Promise<Ended> => runToEnd(gateway, args);
const idsOf = ({ models }: { models: { id: string }[] }) => models.map((it) => it.id);

test("event list, filtered by status and by the source's name, shows those alone, as a table", async () => {
  const words = `event list --status failed --source ${connection.source.name}`.split(" ");
  const { code, stdout } = await run(...words);
  expect(code).toBe(0);
  expect(stdout).toContain(events[1]!.id);
  expect(stdout.trim().split("\n")).toHaveLength(2);
  expect(stdout).toMatch(/^ID +STATUS +WHY/);
});

test("lists show names in place of the ids of others in their tables", async () => {
  const { source, destination } = connection;
  const [listed, requests] = await Promise.all([run("event", "list"), run("request", "list")]);
  const line = `${source.name} +shop-to-billing +${destination.name} `;
  expect(listed.stdout).toMatch(new RegExp(line));
  expect(requests.stdout).toMatch(new RegExp(`accepted +- +${source.name} +POST`));
});

test("event list in JSON, with a limit, has so many, the oldest first where that is asked", async () => {
  const all = await jsonOf<{ models: Wire["event"][]; count: number }>(gateway, ["event", "list"]);
  expect(idsOf(all).sort()).toEqual(events.map((it) => it.id).sort());
  const two = await jsonOf<typeof all>(gateway, ["event", "list", "--limit", "2", "--dir", "asc"]);
  expect(two.count).toBe(2);
  expect(idsOf(two)).toEqual(events.slice(0, 2).map((it) => it.id));
});

test.each(["source", "destination", "connection", "request", "event", "attempt"])(
  "%s list and get in JSON are what the API has of it",
  async (noun) => {
    const list = await jsonOf<{ models: { id: string }[] }>(gateway, [noun, "list"]);
    const [first] = list.models;
    const model = await jsonOf(gateway, [noun, "get", first!.id]);
    expect(model).toEqual(await gateway.api.ok("GET", `/${noun}s/${first!.id}`));
  },
);

test("connection get finds a connection by its name", async () => {
  expect(await jsonOf(gateway, ["connection", "get", "shop-to-billing"])).toMatchObject({
    id: connection.id,
  });
});

test("request get with data has the body as it was read", async () => {
  const request = await jsonOf(gateway, ["request", "get", events[0]!.request_id, "--data"]);
  expect(request).toMatchObject({ data: { body: { a: 1 } } });
});

test("event retry sends a failed event again, and says what was ordered, not that it failed", async () => {
  const { id } = events[1]!;
  const { code, stdout } = await run("event", "retry", id);
  const told = `${id}: retry ordered, attempt 2 comes next (failed until then)\n`;
  expect({ code, stdout }).toEqual({ code: 0, stdout: told });
  await expect
    .poll(() => gateway.api.ok("GET", `/events/${id}`))
    .toMatchObject({ status: "delivered", attempts_count: 2 });
});

test("request retry over one connection, by its name, makes an event there", async () => {
  const { request_id } = events[0]!;
  const replayed = await jsonOf<{ events: Wire["event"][] }>(gateway, [
    ...["request", "retry", request_id, "--connection", "shop-to-billing"],
  ]);
  expect(replayed.events).toMatchObject([{ connection_id: connection.id, replay_number: 1 }]);
});

test("connection pause and unpause by name change what the API tells", async () => {
  const pausedAt = async () =>
    (await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`)).paused_at;
  expect(await run("connection", "pause", "shop-to-billing")).toMatchObject({ code: 0 });
  expect(await pausedAt()).not.toBeNull();
  expect(await run("connection", "unpause", "shop-to-billing")).toMatchObject({ code: 0 });
  expect(await pausedAt()).toBeNull();
});

test("destination secret tells the present secret, and rotate-secret the new one, which signs beside it", async () => {
  const { name, id } = connection.destination;
  const secrets = () => gateway.api.ok<{ secret: string }>("GET", `/destinations/${id}/signing_secret`);
  const { secret } = await secrets();
  expect(await run("destination", "secret", name)).toMatchObject({ code: 0, stdout: `${secret}\n` });
  const rotated = await run("destination", "rotate-secret", name, "--overlap-hours", "1");
  expect(await secrets()).toMatchObject({ secret: rotated.stdout.trim(), earlier: [{ secret }] });
});

test("source rotate-url asks first, and then tells the new URL; the old one is no more", async () => {
  const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "leaked" });
  expect(await run("source", "rotate-url", "leaked")).toMatchObject({ code: 2, stdout: "" });
  const { stdout } = await run("source", "rotate-url", "leaked", "--yes");
  const { url } = await gateway.api.ok<Wire["source"]>("GET", `/sources/${source.id}`);
  expect([stdout, url === source.url]).toEqual([`${url}\n`, false]);
  expect((await fetch(source.url, { method: "POST" })).status).toBe(404);
});

test("event cancel of a delivered event ends with 1 and says why", async () => {
  const { code, stderr } = await run("event", "cancel", events[0]!.id);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fasthook: The event is delivered already/);
});

test("event cancel of a failed event says that it stays failed", async () => {
  receiver.answer({ status: 500 });
  const { id } = await settledEvent(gateway.api, await submit(connection.source, { body: "{}" }));
  const { code, stdout } = await run("event", "cancel", id);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${id} stays failed: no attempt is to come\n` });
});

test("what is not there, by id or by name, ends with 3", async () => {
  expect(await run("event", "get", "evt_0")).toMatchObject({ code: 3, stdout: "" });
  const stderr = expect.stringContaining('there is no source named "nobody"') as string;
  expect(await run("source", "get", "nobody")).toMatchObject({ code: 3, stderr });
});

test("a filter that the API refuses ends with 2, one line for the field", async () => {
  const { code, stderr } = await run("event", "list", "--status", "lost");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^fasthook: --status: must be of: queued.*\n$/);
});

test("an unknown command, an unknown option and a missing argument end with 2", async () => {
  for (const args of [["fly"], ["event", "list", "--colour", "red"], ["event", "get"]]) {
    expect(await run(...args)).toMatchObject({ code: 2, stdout: "" });
  }
});

test("with --output json, an error is the API's problem document, on standard error alone", async () => {
  const { code, stdout, stderr } = await run("event", "list", "--status", "lost", "--output", "json");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(JSON.parse(stderr)).toMatchObject({
    status: 422,
    code: "VALIDATION_FAILED",
    errors: [{ path: "query.status" }],
  });
});

test("with --output json, what can't be read or reached is a problem document of the command's own", async () => {
  const nowhere = { FASTHOOK_URL: "http://127.0.0.1:1" };
  for (const [args, env, code, problem] of [
    [["fly"], {}, 2, { code: "USAGE", detail: "unknown command 'fly'" }],
    [["event"], {}, 2, { code: "USAGE", detail: "a command is missing: --help tells which" }],
    [["source", "get", "nobody"], {}, 3, { code: "NOT_FOUND" }],
    [["event", "list"], nowhere, 1, { code: "FAULT", type: "about:blank" }],
  ] as const) {
    const ended = await runToEnd(gateway, [...args, "--output=json"], env);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(JSON.parse(ended.stderr)).toMatchObject(problem);
  }
});

test("--help ends with 0 and is written to standard output", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  expect(stdout).toContain("Usage: fasthook");
});

test("--version ends with 0 and writes the release of package.json alone", async () => {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  expect(await run("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test("a wrong key, and no key where there is no data folder, end with 4", async () => {
  const wrong = await runToEnd(gateway, ["event", "list"], { FASTHOOK_API_KEY: "wrong-key-wrong-key" });
  expect(wrong).toMatchObject({ code: 4, stdout: "" });
  const none = await runToEnd(gateway, ["event", "list"], {
    FASTHOOK_API_KEY: "",
    FASTHOOK_DATA_DIR: "/nowhere",
  });
  expect(none).toMatchObject({ code: 4, stderr: expect.stringContaining("FASTHOOK_API_KEY") as string });
});

test("without variables, the team of a data folder is taken for this machine, and for no other", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fasthook-commands-"));
  const { id: teamId, apiKey } = gateway.settings.team;
  await writeFile(join(folder, "credentials.json"), JSON.stringify({ teamId, apiKey, secretKey: "-" }));
  const env = { FASTHOOK_TEAM_ID: "", FASTHOOK_API_KEY: "", FASTHOOK_DATA_DIR: folder };
  const list = ["source", "list"];
  const here = await runToEnd(gateway, list, env);
  const elsewhere = await runToEnd(gateway, list, { ...env, FASTHOOK_URL: "http://gateway.example.com" });
  await rm(folder, { recursive: true });
  expect(here).toMatchObject({ code: 0, stdout: expect.stringContaining(connection.source_id) as string });
  expect(elsewhere).toMatchObject({ code: 4 });
});

test("without variables, a dev that runs on a data folder is found, on whatever port, with its team", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fasthook-commands-"));
  const { id: teamId, apiKey } = gateway.settings.team;
  await using _running = await noteRunning(folder, {
    url: gateway.url,
    team: { teamId: teamId!, apiKey: apiKey! },
  });
  const env = { FASTHOOK_URL: "", FASTHOOK_TEAM_ID: "", FASTHOOK_API_KEY: "", FASTHOOK_DATA_DIR: folder };
  const found = await runToEnd(gateway, ["source", "list"], env);
  const elsewhere = await runToEnd(gateway, ["source", "list"], {
    ...env,
    FASTHOOK_URL: "http://gateway.example.com",
  });
  await rm(folder, { recursive: true });
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining(connection.source_id) as string });
  expect(elsewhere).toMatchObject({ code: 4 });
});

test("event retry of several goes on after one that is not there, and ends with 3", async () => {
  const { code, stdout } = await run("event", "retry", "evt_0", events[2]!.id);
  expect({ code, stdout }).toMatchObject({
    code: 3,
    stdout: expect.stringContaining(events[2]!.id) as string,
  });
});

test("a gateway that is not there ends with 1 and a line that says where it was looked for", async () => {
  const { code, stderr } = await runToEnd(gateway, ["event", "list"], { FASTHOOK_URL: "http://127.0.0.1:1" });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fasthook: http:\/\/127\.0\.0\.1:1 can't be reached .*FASTHOOK_URL\n$/);
});

test("an answer of 503 with Retry-After is asked for again", async () => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    if (calls < 3) response.writeHead(503, { "retry-after": "0" }).end("{}");
    else response.end(JSON.stringify({ models: [], count: 0, pagination: { next: null } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const list = await runToEnd(gateway, ["source", "list", "--output", "json"], {
    FASTHOOK_URL: `http://127.0.0.1:${port}`,
  });
  server.closeAllConnections();
  server.close();
  expect({ code: list.code, calls }).toEqual({ code: 0, calls: 3 });
  expect(JSON.parse(list.stdout)).toEqual({ models: [], count: 0 });
});

const piped = (command: string) =>
  runProgram(
    ["bash", "-c", `node --import tsx src/cli.ts ${command} | true; exit "\${PIPESTATUS[0]}"`],
    environmentOf(gateway),
  );

test("event retry of several whose reader has gone away goes on to the last, and ends with its own code", async () => {
  const last = events[2]!.id;
  const attempts = async () => (await gateway.api.ok<Wire["event"]>("GET", `/events/${last}`)).attempts_count;
  const before = await attempts();
  await using ended = piped(`event retry evt_0 ${events[0]!.id} ${last}`);
  expect(await ended.ended).toBe(3);
  await eventually("the last one is sent again", async () => (await attempts()) > before);
});

test("a reader that has gone away changes no exit code, and gets no complaint", async () => {
  for (const [command, code] of [
    ["--help", 0],
    ["fly 2>&1", 2],
  ] as const) {
    await using ended = piped(command);
    expect([await ended.ended, ended.stderr()]).toEqual([code, ""]);
  }
});

test("nothing is coloured, and no progress drawn, where the output is no terminal", async () => {
  const { stdout, stderr } = await run("event", "list");
  expect(stdout + stderr).not.toContain("\u001b");
});
