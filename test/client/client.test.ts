import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clientTypes } from "../../scripts/client-types.ts";
import { createClient, FastHookError, type FastHookClient } from "../../src/client/client.ts";
import { run } from "../support/command.ts";
import { blocksOf, readDocument } from "../support/readme.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

test("the client's types are those of the document in the repository", async () => {
  const schema = await readFile(new URL("../../src/client/schema.d.ts", import.meta.url), "utf8");
  expect(schema).toBe(await clientTypes());
});

/** README's example with this gateway's address and key, and the sources in place of the package that is built of them. */
function exampleFor(url: string, apiKey: string): string {
  const [block] = blocksOf(readDocument("README.md")).filter(({ language }) => language === "ts");
  const entry = new URL("../../src/client/client.ts", import.meta.url).href;
  const replaced = [
    ["fasthook/client", entry],
    ["http://127.0.0.1:3400", url],
    ["…", apiKey],
  ] as const;
  return replaced.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, block!.text);
}

test("the package's entry is what a build makes of the client that these tests try", async () => {
  const root = new URL("../../", import.meta.url);
  const json = async (path: string) => JSON.parse(await readFile(new URL(path, root), "utf8")) as unknown;
  const { exports } = (await json("package.json")) as { exports: Record<string, { default: string }> };
  const { compilerOptions } = (await json("tsconfig.build.json")) as { compilerOptions: { outDir: string } };
  expect(exports["./client"]?.default).toBe(`./${compilerOptions.outDir}/src/client/client.js`);
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

  test("README's example, as it stands there, makes a source and tells its URL", async () => {
    const { id, apiKey } = gateway.settings.team;
    const folder = await mkdtemp(join(tmpdir(), "fasthook-client-"));
    const file = join(folder, "example.mts");
    await writeFile(file, exampleFor(gateway.url, apiKey!));
    await using example = run([process.execPath, "--import", "tsx", file], {});
    expect(await example.ended).toBe(0);
    await rm(folder, { recursive: true });
    const made = await createClient({ url: gateway.url, apiKey: apiKey!, teamId: id! }).GET("/v1/sources", {
      params: { query: { name: "stripe" } },
    });
    expect(example.stdout()).toBe(`${made.data?.models[0]?.url}\n`);
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
