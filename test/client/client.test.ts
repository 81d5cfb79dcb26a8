import { readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clientTypes } from "../../scripts/client-types.ts";
import { createClient, FastHookError, type FastHookClient } from "../../src/client/client.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

test("the client's types are those of the document in the repository", async () => {
  const schema = await readFile(new URL("../../src/client/schema.d.ts", import.meta.url), "utf8");
  expect(schema).toBe(await clientTypes());
});

describe("against a gateway", () => {
  let gateway: TestGateway;
  let client: FastHookClient;
  beforeAll(async () => {
    gateway = await startTestGateway();
    const { id, apiKey } = gateway.settings.team;
    client = createClient({ url: `${gateway.url}/`, apiKey: apiKey!, teamId: id! });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test("a source that is created has the types and values of the document", async () => {
    const { data, response } = await client.POST("/v1/sources", { body: { name: "typed" } });
    expect(response.status).toBe(201);
    expect(data?.name).toBe("typed");
    expect(data?.url).toContain("/in/");
  });

  test("an input that is refused rejects with the problem, field by field", async () => {
    const refused = client.POST("/v1/sources", { body: { name: "" } });
    await expect(refused).rejects.toMatchObject({
      name: "FastHookError",
      status: 422,
      code: "VALIDATION_FAILED",
      errors: [{ path: "name" }],
    });
    await expect(refused).rejects.toBeInstanceOf(FastHookError);
  });

  test("a list is walked page after page, each model once", async () => {
    for (let n = 0; n < 7; n += 1) await client.POST("/v1/sources", { body: { name: `page-${n}` } });
    const names: string[] = [];
    for await (const source of client.all("/v1/sources", { query: { limit: "3" } })) names.push(source.name);
    expect(names.filter((name) => name.startsWith("page-")).sort()).toEqual(
      Array.from({ length: 7 }, (_, n) => `page-${n}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test("an object that is not there rejects with NOT_FOUND", async () => {
    const missing = client.GET("/v1/events/{id}", { params: { path: { id: "evt_0" } } });
    await expect(missing).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

describe("against a server that fails for a while", () => {
  let server: Server;
  let client: FastHookClient;
  let calls: IncomingHttpHeaders[];
  let statuses: number[];
  beforeAll(async () => {
    server = createServer((request, response) => {
      calls.push(request.headers);
      const status = statuses.shift() ?? 200;
      response.writeHead(status, { "content-type": "application/json", "retry-after": "0" });
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    client = createClient({ url: `http://127.0.0.1:${port}`, apiKey: "k", retries: 2 });
  });
  beforeEach(() => {
    calls = [];
    statuses = [];
  });
  afterAll(() => server.close());

  test("a POST is tried again with the same Idempotency-Key", async () => {
    statuses = [503, 429];
    await client.POST("/v1/sources", { body: { name: "again" } });
    const keys = calls.map((headers) => headers["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\w-]{36}$/);
  });

  test("a GET that fails more often than it is tried rejects with the last answer", async () => {
    statuses = [503, 503, 503, 200];
    await expect(client.GET("/v1/team")).rejects.toMatchObject({ status: 503 });
    expect(calls).toHaveLength(3);
    expect(calls[0]?.["idempotency-key"]).toBeUndefined();
  });

  test("an answer that won't change is not tried again", async () => {
    statuses = [404, 200];
    await expect(client.GET("/v1/team")).rejects.toMatchObject({ status: 404 });
    expect(calls).toHaveLength(1);
  });
});
