import { afterAll, beforeAll, expect, test } from "vitest";
import { targetOf } from "../../src/commands/forward.ts";
import { send } from "../gateway/send.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { fasthook, type Command } from "../support/command.ts";
import { begin, environmentOf, runToEnd } from "./cli.ts";

let gateway: TestGateway;
let local: Receiver;
let source: Wire["source"];
let listening: Command;

beforeAll(async () => {
  gateway = await startTestGateway();
  local = await startReceiver();
  source = await gateway.api.ok("POST", "/sources", { name: "shop" });
  await send(source.url, { body: "before anybody listened" });
  listening = fasthook(
    ["listen", `${local.url}/hooks`, "--source", "shop", "--output", "json"],
    environmentOf(gateway),
    "pipe",
  );
  await listening.printed(/listening to shop for .*\npost to /);
});

afterAll(async () => {
  await listening[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  await local[Symbol.asyncDispose]();
});

const lines = () =>
  listening
    .stdout()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { request_id: string; status: number; path: string });

test("listen forwards a request of the source byte by byte, with its path, query and headers", async () => {
  const body = Buffer.from([0, 1, 255, 254, 10]);
  await send(source.url, { method: "PUT", suffix: "/orders?page=2", body, headers: [["x-own", "mine"]] });
  const [first] = await local.waitFor(1);
  expect(first).toMatchObject({ method: "PUT", target: "/hooks/orders?page=2" });
  expect(first!.body).toEqual(body);
  expect(first!.header("x-own")).toBe("mine");
  await listening.printed(/"status":200/);
  expect(lines()).toMatchObject([{ path: "/hooks/orders?page=2", status: 200 }]);
});

test("listen tells the URL to which the provider is to post", () => {
  expect(listening.stderr()).toContain(`post to ${source.url}\n`);
});

test("listen does not tell what came before it began", () => {
  expect(local.requests.map((it) => it.body.toString())).not.toContain("before anybody listened");
});

test("r sends the last request again", async () => {
  listening.press("r");
  const [first, again] = await local.waitFor(2);
  expect(again).toMatchObject({ target: first!.target, body: first!.body });
});

test("listen forwards what came while the gateway was restarted, once", async () => {
  const port = Number(new URL(gateway.url).port);
  await gateway.restart({ port });
  const sent = ["one", "two", "three"];
  for (const body of sent) await send(source.url, { body });
  const all = await local.waitFor(5, 30_000);
  expect(all.slice(2).map((it) => it.body.toString())).toEqual(sent);
});

test("listen on a target that is not there tells so, and goes on", async () => {
  await using other = begin(gateway, ["listen", "http://127.0.0.1:1", "--source", "shop"]);
  await other.printed(/listening to shop/);
  await send(source.url, { body: "refused" });
  await other.printed(/POST \/ ECONNREFUSED/);
  await send(source.url, { suffix: "/../admin" });
  await other.printed(/POST .*not forwarded: the path has a segment/);
  other.signal("SIGINT");
  expect(await other.ended).toBe(0);
});

test("q ends listen with 0", async () => {
  listening.press("q");
  expect(await listening.ended).toBe(0);
});

test("a target is a port, a port with a path, a host or a URL", () => {
  const read = ["3000", "3000/webhooks?a=b", ":3000/webhooks", "app.local:3000/in", "https://a.example/in"];
  expect(read.map((given) => targetOf(given).href)).toEqual([
    "http://localhost:3000/",
    "http://localhost:3000/webhooks?a=b",
    "http://localhost:3000/webhooks",
    "http://app.local:3000/in",
    "https://a.example/in",
  ]);
});

test("a target with a port that can't be, or of another scheme, is refused with what would be right", () => {
  for (const given of ["70000", "70000/in", "ftp://a.example", "http://", ""]) {
    expect(() => targetOf(given)).toThrow(/is no target: give a port, a port with a path/);
  }
});

test("listen to a source that is not there ends with 3, and to no target at all with 2", async () => {
  expect(await runToEnd(gateway, ["listen", "3000", "--source", "ghost"])).toMatchObject({ code: 3 });
  expect(await runToEnd(gateway, ["listen", "http://", "--source", "shop"])).toMatchObject({ code: 2 });
});
