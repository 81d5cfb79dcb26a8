import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signSample } from "../../src/verification/verification.ts";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { EXAMPLES, penOf, unsigned, type Example } from "../verification/examples.ts";
import { connect, settledEvent, submit } from "./scene.ts";
import { send, type Sent } from "./send.ts";

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const sourceOf = async ({ how }: Pick<Example, "how">, settings: object = {}) =>
  (await connect(gateway.api, receiver.url, { source: { verification: how, ...settings } })).source;
const requestsOf = (source: Wire["source"]) =>
  gateway.api.ok<List<Wire["request"]>>("GET", `/requests?source_id=${source.id}`);

function signed(source: Wire["source"], example: Example, body: object): Sent {
  const call = signSample(example.how, unsigned({ body }, source.url), penOf(example, new Date()));
  return { headers: call.headerLines, body: Buffer.from(call.bytes) };
}

const POSTED: [name: "slack" | "zoom" | "discord", body: object, answer: RegExp][] = [
  ["slack", { type: "url_verification", challenge: "c-1" }, /^c-1$/],
  [
    "zoom",
    { event: "endpoint.url_validation", payload: { plainToken: "t" } },
    /"encryptedToken":"[0-9a-f]{64}"/,
  ],
  ["discord", { type: 1 }, /^\{"type":1\}$/],
];
test.each(POSTED)(
  "%s: its signed handshake is answered and not stored; unsigned it is refused",
  async (name, body, answer) => {
    const source = await sourceOf(EXAMPLES[name]);
    const answered = await send(source.url, signed(source, EXAMPLES[name], body));
    expect([answered.status, answered.headers["x-content-type-options"]]).toEqual([200, "nosniff"]);
    expect(answered.body.toString()).toMatch(answer);
    expect((await requestsOf(source)).count).toBe(0);

    expect((await send(source.url, { body: JSON.stringify(body) })).status).toBe(401);
    expect((await requestsOf(source)).models).toMatchObject([{ rejection_cause: "VERIFICATION_FAILED" }]);
  },
);

const ASKED: [name: "meta" | "x" | "dropbox", query: string, answer: RegExp][] = [
  ["meta", "hub.mode=subscribe&hub.challenge=115&hub.verify_token=verify%20me", /^115$/],
  ["x", "crc_token=abc", /^\{"response_token":"sha256=[A-Za-z0-9+/]{43}="\}$/],
  ["dropbox", "challenge=abc", /^abc$/],
];
test.each(ASKED)(
  "%s: its handshake by GET is answered though GET is not allowed, and not stored",
  async (name, query, answer) => {
    const source = await sourceOf(EXAMPLES[name]);
    expect(source.allowed_http_methods).not.toContain("GET");
    const answered = await send(source.url, { method: "GET", suffix: `?${query}` });
    expect(answered.status).toBe(200);
    expect(answered.body.toString()).toMatch(answer);
    expect((await requestsOf(source)).count).toBe(0);
    expect((await send(source.url, { method: "GET", suffix: "?other=1" })).status).toBe(405);
  },
);

test("intercom: its handshake by HEAD is answered though HEAD is not allowed, and not stored", async () => {
  const source = await sourceOf(EXAMPLES.intercom);
  const answered = await send(source.url, { method: "HEAD" });
  expect([answered.status, answered.body.length]).toEqual([200, 0]);
  expect((await requestsOf(source)).count).toBe(0);
  const signed: [string, string][] = [["x-hub-signature", "sha1=00"]];
  expect((await send(source.url, { method: "HEAD", headers: signed })).status).toBe(405);
});

test("a handshake with another verify token is refused and stored, with the reason", async () => {
  const source = await sourceOf(EXAMPLES.meta);
  const suffix = "?hub.mode=subscribe&hub.challenge=115&hub.verify_token=guess";
  const answer = await send(source.url, { method: "GET", suffix });
  expect(answer.status).toBe(401);
  expect((await requestsOf(source)).models).toMatchObject([
    {
      rejection_cause: "VERIFICATION_FAILED",
      rejection_detail: expect.stringContaining("hub.verify_token") as string,
      query: "hub.mode=subscribe&hub.challenge=115&hub.verify_token=********",
    },
  ]);
});

test("a disabled source answers no handshake", async () => {
  const source = await sourceOf(EXAMPLES.dropbox, { enabled: false });
  const answer = await send(source.url, { method: "GET", suffix: "?challenge=abc" });
  expect(answer.status).toBe(403);
  expect(answer.body.toString()).not.toContain("abc");
});

test("handshakes are counted", async () => {
  const source = await sourceOf(EXAMPLES.dropbox);
  const counted = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    return Number(/^fasthook_requests_total\{outcome="handshake"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const before = await counted();
  await send(source.url, { method: "GET", suffix: "?challenge=abc" });
  expect(await counted()).toBe(before + 1);
});

describe("what a provider expects to read", () => {
  test("of adyen is [accepted], unless the source says otherwise", async () => {
    const { body } = EXAMPLES.adyen;
    const source = await sourceOf(EXAMPLES.adyen);
    const answer = await send(source.url, signed(source, EXAMPLES.adyen, body));
    expect([answer.status, answer.headers["content-type"], answer.body.toString()]).toEqual([
      200,
      "text/plain",
      "[accepted]",
    ]);
    const own = await sourceOf(EXAMPLES.adyen, { custom_response: { status: 202, body: "own" } });
    expect((await send(own.url, signed(own, EXAMPLES.adyen, body))).status).toBe(202);
  });

  test("of xero is nothing, rightly and wrongly signed", async () => {
    const source = await sourceOf(EXAMPLES.xero);
    const right = await send(
      source.url,
      signed(source, EXAMPLES.xero, { events: [], entropy: "S0m3r4N0m3t3xt" }),
    );
    expect([right.status, right.body.length, right.headers["content-type"]]).toEqual([200, 0, undefined]);
    const wrong = await send(source.url, { headers: [["x-xero-signature", "x"]], body: "{}" });
    expect([wrong.status, wrong.body.length]).toEqual([401, 0]);
  });
});

describe("a password that the provider sends along", () => {
  const SECRET = "open sesame";

  async function sentWith(verification: object, sent: Sent) {
    const { source } = await connect(gateway.api, receiver.url, { source: { verification } });
    const id = await submit(source, { body: "x", ...sent });
    const event = await settledEvent(gateway.api, id);
    const delivered = receiver.requests.find((it) => it.header("webhook-id") === event.id);
    const request = await gateway.api.ok<Wire["request"]>("GET", `/requests/${id}?include=data`);
    const attempts = await gateway.api.ok("GET", `/events/${event.id}/attempts`);
    const shown = JSON.stringify([
      request,
      attempts,
      await gateway.api.ok("GET", `/events/${event.id}?include=data`),
    ]);
    return { delivered, request, shown };
  }

  test.each([
    ["an API key", { type: "api_key", header: "X-Api-Key", value: SECRET }, "x-api-key", SECRET],
    ["gitlab's token", { type: "gitlab", secret: SECRET }, "x-gitlab-token", SECRET],
    [
      "basic auth",
      { type: "basic_auth", username: "u", password: SECRET },
      "authorization",
      `Basic ${btoa(`u:${SECRET}`)}`,
    ],
  ])("in a header, as %s, is shown masked and not delivered", async (_what, verification, header, value) => {
    const headers: [string, string][] = [
      [header, value],
      ["x-other", "kept"],
    ];
    const { delivered, request, shown } = await sentWith(verification, { headers });
    expect(request.headers).toMatchObject({ [header]: "********", "x-other": "kept" });
    expect(delivered?.header("x-other")).toBe("kept");
    expect(delivered?.header(header)).toBeNull();
    expect(shown).not.toContain(value);
  });

  test("in the query is shown masked and not delivered, and what stands around it is as it came", async () => {
    const verification = { type: "api_key", query: "key", value: SECRET };
    const { delivered, request, shown } = await sentWith(verification, {
      suffix: "/p?a=%20&key=open+sesame&b=",
    });
    expect(request.query).toBe("a=%20&key=********&b=");
    expect(delivered?.target).toBe("/p?a=%20&b=");
    expect(shown).not.toMatch(/open.?.?.?sesame/);
  });
});

test.each([
  [{ status: 200, content_type: "text/html", body: "<p>ü</p>" }, "text/html"],
  [{ status: 202, content_type: "application/json", body: "{}" }, "application/json"],
  [{ status: 200, content_type: "text/plain; charset=latin1", body: "x" }, "text/plain; charset=latin1"],
  [{ status: 204, content_type: "text/plain", body: "" }, undefined],
])("the custom response %j goes out with the content type %s", async (custom_response, contentType) => {
  const source = await gateway.api.ok<Wire["source"]>("PUT", "/sources", { name: "exact", custom_response });
  const answer = await send(source.url);
  expect(answer.status).toBe(custom_response.status);
  expect(answer.headers["content-type"]).toBe(contentType);
  expect(answer.body.toString()).toBe(custom_response.body);
});
