import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiClient, type Problem, type Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { connect } from "./scene.ts";

let gateway: TestGateway;
let connection: Wire["connection"];

beforeAll(async () => {
  gateway = await startTestGateway();
  connection = await connect(gateway.api, "http://127.0.0.1:9/");
});
afterAll(async () => gateway[Symbol.asyncDispose]());

const call = (...[method, path, body]: Parameters<typeof gateway.api.call>) =>
  gateway.api.call<Problem>(method, path, body);
const faults = async (...args: Parameters<typeof call>) => {
  const { status, body } = await call(...args);
  return { status, errors: body.errors };
};

test.each([
  [{}, "name", "is required (string)"],
  [{ name: 5 }, "name", "must be a string"],
  [{ name: "  " }, "name", "must have at least 1 character"],
  [{ name: "x", colour: "red" }, "colour", "is not a known field"],
  [{ name: "x", enabled: "yes" }, "enabled", "must be true or false"],
  [{ name: "x", custom_response: { status: 99 } }, "custom_response.status", "must be at least 200"],
  [{ name: "x", custom_response: { stat: 200 } }, "custom_response.stat", "is not a known field"],
])("a source from %j is 422 at %s: %s", async (input, path, message) => {
  expect(await faults("POST", "/sources", input)).toEqual({ status: 422, errors: [{ path, message }] });
});

test.each([
  [{ verification: { type: "hmac", header: "x-sig" } }, "verification.secret", "required"],
  [{ verification: { type: "md5" } }, "verification.type", "standard_webhooks"],
  [{ verification: {} }, "verification.type", "hmac"],
  [{ verification: "hmac" }, "verification", "object"],
  [{ allowed_http_methods: ["POST", "BREW"] }, "allowed_http_methods[1]", "PATCH"],
  [{ allowed_http_methods: [] }, "allowed_http_methods", "1"],
  [{ custom_response: { content_type: "nonsense" } }, "custom_response.content_type", "media type"],
])(
  "a source with %j is 422 at %s, and the message says what would be right: %s",
  async (input, path, hint) => {
    const { status, errors } = await faults("POST", "/sources", { name: "x", ...input });
    expect([status, errors?.map((it) => it.path)]).toEqual([422, [path]]);
    expect(errors?.[0]?.message).toContain(hint);
  },
);

test("several faults are reported together, and in the detail too", async () => {
  const { body } = await call("POST", "/sources", { name: 1, enabled: 2, other: 3 });
  expect(body.errors?.map((it) => it.path).sort()).toEqual(["enabled", "name", "other"]);
  for (const { path, message } of body.errors ?? []) expect(body.detail).toContain(`${path}: ${message}`);
});

test.each([
  ["GET", "/sources?colour=red", "query.colour"],
  ["GET", "/requests?statuss=accepted", "query.statuss"],
  ["GET", "/events/evt_1?include=everything", "query.include"],
  ["GET", "/sources/src_1?include=data", "query.include"],
  ["GET", "/sources?limit=0", "query.limit"],
  ["GET", "/sources?limit=251", "query.limit"],
  ["GET", "/sources?limit=1.5", "query.limit"],
  ["GET", "/sources?dir=up", "query.dir"],
  ["GET", "/sources?order_by=name", "query.order_by"],
  ["GET", "/sources?limit=1&limit=2", "query.limit"],
  ["GET", "/events?status=deliverd", "query.status"],
  ["GET", "/events?response_status=abc", "query.response_status"],
  ["GET", "/events?attempts_min=-1", "query.attempts_min"],
  ["GET", "/events?from=yesterday", "query.from"],
  ["GET", "/events?from=now-999999999d", "query.from"],
  ["GET", "/events?ids=req_1", "query.ids[0]"],
  ["GET", "/requests?from=now-1h&to=now-2h", "query.from"],
  ["GET", "/events/count?attempts_min=2&attempts_max=1", "query.attempts_min"],
  ["GET", "/requests/req_1/events?from=now-1h&to=now-2h", "query.from"],
  ["GET", "/audit_log?from=now-1h&to=now-2h", "query.from"],
  ["GET", "/events?q=%00%00%00", "query.q"],
  ["DELETE", "/sources/src_1?cascade=maybe", "query.cascade"],
  ["PUT", "/sources/src_1/enable?force=1", "query.force"],
] as const)("%s %s is 422 at %s", async (method, path, where) => {
  const { status, errors } = await faults(method, path);
  expect([status, errors?.map((it) => it.path)]).toEqual([422, [where]]);
});

test("a field sent to an endpoint that takes none is 422", async () => {
  const path = `/sources/${connection.source_id}/disable`;
  const answer = await faults("PUT", path, { reason: "spam" });
  expect(answer).toEqual({ status: 422, errors: [{ path: "reason", message: "is not a known field" }] });
  const source = await gateway.api.ok<Wire["source"]>("GET", `/sources/${connection.source_id}`);
  expect(source.enabled).toBe(true);
});

test.each(['{"name":', "name=shop", "{'name':'shop'}", "\u0000"])(
  "the body %j is 400, malformed JSON, and none of it is said again",
  async (body) => {
    const answer = await call("POST", "/sources", body);
    const detail = "The body is not valid JSON.";
    expect(answer).toMatchObject({ status: 400, body: { status: 400, code: "MALFORMED_JSON", detail } });
  },
);

test.each(["[]", '"text"', "1"])("the body %s is JSON but no object: 422", async (body) => {
  expect((await call("POST", "/sources", body)).status).toBe(422);
});

test.each([1002, 100_000])(
  "a body that is nested %j levels deep is 422, and says how deep it may be",
  async (levels) => {
    const deep = "[".repeat(levels - 1) + "]".repeat(levels - 1);
    for (const path of ["/connections/test_filter", "/sources"]) {
      const { status, body } = await call("POST", path, `{"filter":${deep}}`);
      expect([status, body.detail]).toEqual([422, "must not be nested deeper than 1000 levels"]);
    }
  },
);

test("a body that is nested as deep as it may be is taken", async () => {
  const deep = "[".repeat(997) + "]".repeat(997);
  const text = `{"filter":{"body":{"a":{"$exist":false}}},"request":{"body":{"a":${deep}}}}`;
  expect(await gateway.api.ok("POST", "/connections/test_filter", text)).toMatchObject({ matched: false });
});

test("a body over 4 MiB is 413", async () => {
  const { status, body } = await call("POST", "/sources", { name: "x".repeat(5 * 1024 * 1024) });
  expect([status, body.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
});

test.each([
  "/sources/src_none",
  "/destinations/des_none/signing_secret",
  "/connections/con_none",
  "/requests/req_none",
  "/requests/req_none/events",
  "/requests/req_none/raw_body",
  "/events/evt_none",
  "/events/evt_none/attempts",
  "/attempts/att_none",
  "/sources/%00",
  "/sources/%ff",
  "/sources/..%2f..%2fetc",
  "/nothing",
  "/Sources",
])("GET %s is 404 as a problem document", async (path) => {
  const { status, body, headers } = await call("GET", path);
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect([status, body]).toMatchObject([404, { status: 404, code: "NOT_FOUND", title: "Not found" }]);
  expect(body.detail).not.toBe("");
});

test.each([
  ["DELETE", "/sources", "GET, POST, PUT"],
  ["POST", "/sources/src_1", "DELETE, GET, PATCH"],
  ["GET", "/connections/con_1/enable", "PUT"],
  ["DELETE", "/requests/req_1", "GET"],
] as const)("%s %s is 405 and Allow says %s", async (method, path, allow) => {
  const { status, body, headers } = await call(method, path);
  expect([status, body.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
  expect(headers.get("allow")?.split(", ").sort().join(", ")).toBe(allow);
});

test.each([
  [{}],
  [{ authorization: "" }],
  [{ authorization: "Basic YTpi" }],
  [{ authorization: "Bearer" }],
  [{ authorization: "Bearer of-no-known-key-0123" }],
])("a call with the headers %j is 401 and asks for a bearer key", async (headers: Record<string, string>) => {
  const answer = await fetch(`${gateway.url}/v1/sources`, { headers });
  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  expect(await answer.json()).toMatchObject({ code: "UNAUTHORIZED" });
});

test("a call without x-team-id is for the key's own team", async () => {
  const headers = { authorization: `bearer ${gateway.settings.team.apiKey}` };
  const answer = await fetch(`${gateway.url}/v1/team`, { headers });
  expect(await answer.json()).toMatchObject({ id: gateway.settings.team.id });
});

test("another team of the database: 403 by its x-team-id as for an unknown team, 404 by its ids", async () => {
  const other = { id: "tm_neighbour", apiKey: "key-of-the-neighbour" };
  const { team } = gateway.settings;
  const theirs = connection;
  await gateway.restart({ team: other });
  const neighbour = createApiClient(gateway.url, other.id, other.apiKey);
  expect(await neighbour.ok("GET", "/team")).toMatchObject({ id: other.id });

  const refused = [];
  for (const id of [team.id!, "tm_unknown"]) {
    const { status, body } = await createApiClient(gateway.url, id, other.apiKey).call("GET", "/sources");
    refused.push([status, body]);
  }
  expect(refused[0]).toEqual(refused[1]);
  expect(refused[0]).toMatchObject([403, { code: "FORBIDDEN" }]);

  for (const path of [`/sources/${theirs.source_id}`, `/connections/${theirs.id}`]) {
    for (const method of ["GET", "PATCH", "DELETE"] as const) {
      const body = method === "PATCH" ? {} : undefined;
      expect((await neighbour.call(method, path, body)).status).toBe(404);
    }
  }
  const stolen = { source_id: theirs.source_id, destination: { name: "d", url: "http://127.0.0.1:9/" } };
  expect((await neighbour.call("POST", "/connections", stolen)).status).toBe(422);
  expect(await neighbour.ok("GET", "/sources")).toMatchObject({ count: 0 });
  await neighbour.ok("POST", "/sources", { name: theirs.source.name });
  expect(await gateway.api.ok("GET", `/sources/${theirs.source_id}`)).toMatchObject({ id: theirs.source_id });
});

test("every response has an x-request-id of its own", async () => {
  const paths = [
    "/v1/sources",
    "/v1/nothing",
    "/v1/sources/%ff",
    "/healthz",
    "/nowhere",
    "/in/unknown",
    "/in/",
  ];
  const calls = [...paths, ...paths].map((path) => fetch(gateway.url + path, { method: "POST", body: "{" }));
  const ids = (await Promise.all(calls)).map((answer) => answer.headers.get("x-request-id"));
  for (const id of ids) expect(id).toMatch(/^[\w-]{16,}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
