import { afterAll, beforeAll, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const headersOf = async (path: string) => {
  const headers = { authorization: `Bearer ${gateway.settings.team.apiKey}` };
  return (await fetch(gateway.url + path, { headers })).headers;
};

test.each(["/v1/sources", "/v1/nothing", "/v1/sources/src_none", "/healthz", "/nowhere"])(
  "the answer of %s lets nothing be loaded, run, framed, sniffed or granted",
  async (path) => {
    const headers = await headersOf(path);
    const policy = headers.get("content-security-policy")?.split(";");
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'"]));
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{16,}$/);
  },
);

test.each(["/v1/team", "/v1/nothing", "/v1/sources?limit=0"])(
  "the answer of %s is kept by no cache",
  async (path) => {
    expect((await headersOf(path)).get("cache-control")).toBe("no-store");
  },
);

test("a refusal for want of a key is kept by no cache either", async () => {
  const answer = await fetch(`${gateway.url}/v1/team`);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([401, "no-store"]);
});

test("a source's own HTML, a refusal and an unknown URL, shown by a browser, run nothing and can't be framed", async () => {
  const custom_response = { status: 200, content_type: "text/html", body: "<script>steal()</script>" };
  const source = await gateway.api.ok<Wire["source"]>("POST", "/sources", { name: "page", custom_response });
  const answers = await Promise.all([
    fetch(source.url, { method: "POST" }),
    fetch(source.url, { method: "HEAD" }),
    fetch(`${gateway.url}/in/unknown`),
  ]);
  expect(await answers[0].text()).toBe(custom_response.body);
  expect(answers.map(({ status }) => status)).toEqual([200, 405, 404]);
  for (const { headers } of answers) {
    expect(headers.get("content-security-policy")?.split("; ")).toEqual([
      "default-src 'none'",
      "frame-ancestors 'none'",
      "sandbox",
    ]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});
