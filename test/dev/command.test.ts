import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Readiness } from "../../src/health.ts";
import { createApiClient, type ApiClient, type List, type Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { fasthook, survivors } from "../support/command.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import { serversOn } from "./folder.ts";
import { inBash, newHome, type Home, type Running } from "./home.ts";

const OTHER_TEAM = { FASTHOOK_TEAM_ID: "tm_second", FASTHOOK_API_KEY: "key-of-the-second-team" };
const WAITS = [{ type: "retry", strategy: "linear", interval: 8000, count: 3 }];

vi.setConfig({ testTimeout: 90_000 });

let home: Home;
let running: Running;
/** The team that the first start made. */
let owner: { teamId: string; apiKey: string };
let receiver: Receiver;
let connection: Wire["connection"];
let delivered: Wire["event"];

// One folder through the whole file: each test goes on with what the ones before it left there.
beforeAll(async () => {
  receiver = await startReceiver();
  home = await newHome();
  running = await home.start();
  owner = { teamId: running.teamId, apiKey: running.apiKey };
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

function asOwner(): ApiClient {
  return createApiClient(running.url, owner.teamId, owner.apiKey);
}

async function finalEvents(): Promise<number> {
  return (await asOwner().ok<List<Wire["event"]>>("GET", "/events?status=processed")).count;
}

/** Ends what runs, and answers its exit code and which of its processes are left. */
async function stop(how: (it: Running) => void): Promise<{ code: number | string; left: string[] }> {
  const family = running.family();
  expect(family.length).toBeGreaterThan(3);
  how(running);
  return { code: await running.ended, left: survivors(family) };
}

test("dev, started on an empty folder, prints where it is, a team and a key, and lines that work in bash", () => {
  expect(running.url).toBe(`http://127.0.0.1:${home.port}`);
  expect(running.teamId).toMatch(/^tm_[0-9A-Za-z]+$/);
  expect(running.apiKey).toMatch(/^[\x21-\x7e]{16,}$/);
  expect(running.stdout()).toContain(home.dataDir);
  expect(JSON.parse(inBash(running.toCopy))).toMatchObject({ models: [], count: 0 });
});

test("a command with nothing but the data folder of a running dev finds its port and its key", async () => {
  await using command = fasthook(["source", "list", "--output", "json"], { FASTHOOK_DATA_DIR: home.dataDir });
  expect(await command.ended).toBe(0);
  expect(JSON.parse(command.stdout())).toEqual({ models: [], count: 0 });
});

test("/readyz of a running dev tells where Temporal and its Web UI answer", async () => {
  const state = await eventually("the worker polls", async () => {
    const answer = await fetch(`${running.url}/readyz`);
    const { worker, ...rest } = (await answer.json()) as Readiness;
    return answer.status === 200 && worker?.status === "running" && rest;
  });
  expect(state).toMatchObject({ status: "ready", mongodb: { status: "up" }, temporal: { status: "up" } });
  expect(state.temporal.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect((await fetch(state.temporal.ui_url!)).headers.get("content-type")).toContain("text/html");
});

test("an event under dev is delivered to this machine, and its temporal_url answers", async () => {
  connection = await connect(running.api, receiver.url);
  delivered = await settledEvent(running.api, await submit(connection.source));
  expect(delivered.status).toBe("delivered");
  expect((await fetch(delivered.temporal_url!)).status).toBe(200);
});

test("Ctrl-C ends dev and its servers with 0, and leaves no process", async () => {
  expect(await stop((it) => it.signalGroup("SIGINT"))).toEqual({ code: 0, left: [] });
  expect(serversOn(home.dataDir)).toEqual([]);
});

test("npm run dev on the same folder has the team, the key, the source, the event and its workflow", async () => {
  const { url } = running;
  running = await home.start({}, "npm");
  expect(running).toMatchObject({ url, ...owner });
  const source = await running.api.ok<Wire["source"]>("GET", `/sources/${connection.source_id}`);
  expect(source.url).toBe(connection.source.url);
  expect(await running.api.ok("GET", `/events/${delivered.id}`)).toEqual(delivered);
  const [, ui, path] = /^(https?:\/\/[^/]+)(\/.*)$/.exec(delivered.temporal_url!) ?? [];
  const workflow = await fetch(`${ui}/api/v1${path}`);
  expect(await workflow.json()).toMatchObject({
    workflowExecutionInfo: { execution: { workflowId: delivered.workflow_id } },
  });
});

test("SIGTERM to npm ends npm run dev and its servers with 0, and leaves no process", async () => {
  expect(await stop((it) => it.signal("SIGTERM"))).toEqual({ code: 0, left: [] });
  expect(serversOn(home.dataDir)).toEqual([]);
});

// What the killed process had taken up is free again after 15 s.
test("dev, killed while an event waits for its next try and others just came, delivers all after a restart", async () => {
  running = await home.start();
  await using failing = await startReceiver({ answer: [{ status: 500 }, {}] });
  const waiting = await connect(running.api, failing.url, { rules: WAITS });
  const requests = [await submit(waiting.source)];
  await failing.waitFor(1);
  requests.push(...(await Promise.all(Array.from({ length: 20 }, () => submit(connection.source)))));
  expect(failing.requests).toHaveLength(1);
  running.signal("SIGKILL");
  await running.ended;

  running = await home.start(OTHER_TEAM);
  await eventually("all events are final", async () => (await finalEvents()) === requests.length + 1, 60_000);
  const events = await Promise.all(requests.map((id) => settledEvent(asOwner(), id)));
  expect(new Set(events.map((it) => it.status))).toEqual(new Set(["delivered"]));
  expect(events[0]).toMatchObject({ attempts_count: 2, response_status: 200 });
  const arrived = receiver.requests.map((it) => it.header("webhook-id"));
  expect(arrived).toEqual(expect.arrayContaining(events.slice(1).map((it) => it.id)));
});

test("credentials that are given, on a folder with a team, make another team beside the first", async () => {
  expect(running).toMatchObject({
    teamId: OTHER_TEAM.FASTHOOK_TEAM_ID,
    apiKey: OTHER_TEAM.FASTHOOK_API_KEY,
  });
  expect((await running.api.ok<List<Wire["source"]>>("GET", "/sources")).count).toBe(0);
  expect((await asOwner().ok<List<Wire["source"]>>("GET", "/sources")).count).toBe(2);
});

test("a second dev on another port and folder, started beside the first, shares nothing with it", async () => {
  await using other = await newHome();
  const second = await other.start();
  expect(second.url).not.toBe(running.url);
  expect((await second.api.call("GET", `/sources/${connection.source_id}`)).status).toBe(404);
  const elsewhere = createApiClient(running.url, second.teamId, second.apiKey);
  expect((await elsewhere.call("GET", "/sources")).status).toBe(401);
  const there = await connect(second.api, receiver.url);
  expect((await settledEvent(second.api, await submit(there.source))).status).toBe("delivered");
});

test("dev on a port that is taken ends with one line that says so, and leaves no process", async () => {
  await using other = await newHome();
  const refused = other.launch({ PORT: String(home.port) });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr()).toMatch(new RegExp(`^fasthook: .*127\\.0\\.0\\.1:${home.port} is taken.*\n$`));
  expect(refused.stdout()).toBe("");
  expect(serversOn(other.dataDir)).toEqual([]);
});

test("dev with several invalid variables ends with one line for each, and starts nothing", async () => {
  await using other = await newHome();
  const refused = other.launch({ PORT: "http", FASTHOOK_TEAM_ID: "me", FASTHOOK_RETENTION_DAYS: "0" });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr().trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^fasthook: PORT: must be /),
    expect.stringMatching(/^fasthook: FASTHOOK_TEAM_ID: must be /),
    expect.stringMatching(/^fasthook: FASTHOOK_RETENTION_DAYS: must be /),
  ]);
  expect(refused.stdout()).toBe("");
});
