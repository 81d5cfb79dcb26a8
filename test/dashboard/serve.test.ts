import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDashboard } from "../../src/dashboard/serve.ts";

const HTML = "<!doctype html><title>page</title>";
const SCRIPT = `export const words = "${"word ".repeat(500)}";`;
const files = { "/index.html": HTML, "/assets/index-abc.js": SCRIPT };
const page = new Map(
  Object.entries(files).map(([path, text]) => [path, { path, bytes: Buffer.from(text) }] as const),
);

let server: Server;
let url = "";
let loads: (() => Promise<typeof page>)[] = [];
const load = () => (loads.shift() ?? (async () => page))();

beforeAll(async () => {
  const app = express().use(createDashboard(load));
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each([
  "/",
  "/events",
  "/events/",
  "/events/evt_01k9",
  "/bulk/new?of=events",
  "/start",
  "/keys",
  "/audit",
])("the address %s answers the page, never from a cache, and allows no code but its own", async (path) => {
  const answer = await fetch(url + path);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(HTML);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).not.toMatch(/unsafe|upgrade-insecure-requests/);
});

test.each([
  "/nosuch",
  "/events/a/b",
  "/events/..%2f",
  "/assets/nosuch.js",
  "/assets/../index.html/x",
  "/v1/events",
])("the path %s, which is none of the page's, is left to the others", async (path) => {
  expect((await fetch(url + path)).status).toBe(404);
});

test("an address that there is not is a 404 that a browser gets as the page; the API's are left to it", async () => {
  const headers = { accept: "text/html,*/*;q=0.8" };
  const answer = await fetch(`${url}/nosuch`, { headers });
  expect([answer.status, await answer.text()]).toEqual([404, HTML]);
  expect(await (await fetch(`${url}/v1/nosuch`, { headers })).text()).not.toBe(HTML);
});

test("a call that is no GET is left to the others", async () => {
  expect((await fetch(`${url}/events`, { method: "POST" })).status).toBe(404);
});

test("a file with a hash in its name is packed, and kept for a year", async () => {
  const answer = await fetch(`${url}/assets/index-abc.js`);
  expect(await answer.text()).toBe(SCRIPT);
  expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const plain = await fetch(`${url}/assets/index-abc.js`, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toBe(SCRIPT);
});

test("a page that the browser has already is not sent again", async () => {
  const etag = (await fetch(url)).headers.get("etag")!;
  const again = await fetch(url, { headers: { "if-none-match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("a page that could not be made is an error once, and made at the next call", async () => {
  loads = [() => Promise.reject(new Error("not to be made"))];
  expect((await fetch(url)).status).toBe(500);
  expect((await fetch(url)).status).toBe(200);
});
