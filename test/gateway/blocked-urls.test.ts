import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTrap, TRICKY_URLS, type Trap } from "../delivery/tricky-urls.ts";
import type { List, Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connect, connectAlso, settled, submit } from "./scene.ts";

let gateway: TestGateway;
let trap: Trap;
beforeAll(async () => {
  [gateway, trap] = await Promise.all([startTestGateway({ allowedSubnets: [] }), startTrap()]);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await trap[Symbol.asyncDispose]();
});

const at = (url: string) => url.replace("PORT", String(trap.port));
const JUDGED_ON_SAVE = TRICKY_URLS.filter(({ refusedBy }) => refusedBy !== "answers");
/** Some for the whole way; test/delivery/guard-urls.test.ts sends to each. */
const SOME = TRICKY_URLS.filter(({ refusedBy }, i) => refusedBy === "host" && i % 6 === 0);

const faultsOf = async (method: "POST" | "PUT" | "PATCH", path: string, body: object) => {
  const answer = await gateway.api.call<Problem>(method, path, body);
  return [answer.status, answer.body.errors?.map((it) => it.path)];
};

describe("a destination that is saved with", () => {
  test.each(JUDGED_ON_SAVE)("$url is 422 and names the URL", async ({ url }) => {
    expect(await faultsOf("POST", "/destinations", { name: "tricky", url: at(url) })).toEqual([422, ["url"]]);
  });

  test("a blocked token_url is 422 and names that", async () => {
    const auth = {
      type: "oauth2_client_credentials",
      token_url: "http://169.254.169.254/token",
      client_id: "client",
      client_secret: "secret-of-client",
    };
    const body = { name: "tricky", url: "https://example.com/", auth };
    expect(await faultsOf("POST", "/destinations", body)).toEqual([422, ["auth.token_url"]]);
    const both = { ...body, url: "http://[::1]/" };
    expect(await faultsOf("PUT", "/destinations", both)).toEqual([422, ["url", "auth.token_url"]]);
  });

  test("a blocked URL, by a change, an upsert or within a connection, is 422 too, and nothing is made", async () => {
    const input = { name: "harmless", url: "https://example.com/" };
    const { id } = await gateway.api.ok<Wire["destination"]>("POST", "/destinations", input);
    const blocked = { url: at("http://127.1:PORT/") };
    expect(await faultsOf("PATCH", `/destinations/${id}`, blocked)).toEqual([422, ["url"]]);
    expect(await faultsOf("PUT", "/destinations", { ...input, ...blocked })).toEqual([422, ["url"]]);
    const connection = { source: { name: "tricky" }, destination: { name: "tricky", ...blocked } };
    expect(await faultsOf("POST", "/connections", connection)).toEqual([422, ["url"]]);
    expect((await gateway.api.ok<Wire["destination"]>("GET", `/destinations/${id}`)).url).toBe(input.url);
    const list = await gateway.api.ok<List<Wire["destination"]>>("GET", "/destinations?name=tricky");
    expect(list.count).toBe(0);
  });

  test("a name is saved, for only its addresses tell", async () => {
    const body = { name: "by name", url: "http://127.0.0.1.nip.example/" };
    expect((await gateway.api.call("POST", "/destinations", body)).status).toBe(201);
  });
});

test("destinations that were saved when all was allowed: BLOCKED_ADDRESS for each, and nobody is reached", async () => {
  const destinations = gateway.database.collection<{ _id: string }>("destinations");
  const first = await connect(gateway.api, "https://example.com/");
  const more = SOME.slice(1).map(() => connectAlso(gateway.api, first, "https://example.com/"));
  const connections = [first, ...(await Promise.all(more))];
  const urls = new Map(connections.map((it, i) => [it.destination_id, at(SOME[i]!.url)]));
  for (const [_id, url] of urls) await destinations.updateOne({ _id }, { $set: { url } });

  const requestId = await submit(first.source, { body: "{}" });
  const page = await settled(gateway.api, requestId);
  expect(page).toHaveLength(SOME.length);
  const outcomes = page.map((it) => [urls.get(it.destination_id), it.error_code, it.attempts_count]);
  expect(outcomes).toEqual(outcomes.map(([url]) => [url, "BLOCKED_ADDRESS", 1]));
  expect(trap.reached()).toBe(0);
});
