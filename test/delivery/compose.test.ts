import { describe, expect, test } from "vitest";
import { compose, type Composed, type Delivery } from "../../src/delivery/compose.ts";
import type { DestinationAuth, DestinationRecord } from "../../src/resources/destination.ts";
import { MASK } from "../../src/resources/wire.ts";
import { delivery, destination } from "./examples.ts";

const NOW = new Date("2025-03-01T10:00:00.789Z");

function composed(
  it: Partial<Delivery>,
  to: Partial<DestinationRecord> = {},
  accessToken: string | null = null,
): Composed {
  return compose(delivery(it), destination(to), accessToken, NOW);
}

const sentHeader = ({ headerLines }: Composed, wanted: string) =>
  headerLines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

describe("the target", () => {
  test.each([
    // destination, extra path, query, expected path and query
    ["https://x.example/hooks", "", "", "/hooks"],
    ["https://x.example", "", "", "/"],
    ["https://x.example", "/a", "", "/a"],
    ["https://x.example/hooks/", "/a/b", "", "/hooks/a/b"],
    ["https://x.example/hooks", "/", "", "/hooks/"],
    ["https://x.example/hooks", "/a%2Fb/../c//d;e=%zz", "", "/hooks/a%2Fb/../c//d;e=%zz"],
    ["https://x.example/hooks", "", "a=1&a=%20&&b", "/hooks?a=1&a=%20&&b"],
    ["https://x.example/hooks?key=1", "/a", "b=2", "/hooks/a?key=1&b=2"],
    ["https://x.example/hooks?key=1", "", "", "/hooks?key=1"],
    ["https://x.example/hooks", "/caf\xc3\xa9", "q=\xff", "/hooks/caf\xc3\xa9?q=\xff"],
    ["https://x.example/hooks", "/a b\n", "q=日", "/hooks/a%20b%0A?q=%E6%97%A5"],
  ])("of %s with path %j and query %j is %j", (url, path, query, expected) => {
    const made = composed({ path, query }, { url });
    expect(made.path).toBe(expected);
    expect(made.origin).toBe("https://x.example");
    expect(made.recordedUrl).toBe(`https://x.example${expected}`);
  });

  test.each([
    "/..",
    "/a/../b",
    "/./a",
    "/../../admin/%2e%2e",
    "/.%2E/a",
    "/..%2fadmin",
    "/..%5Cadmin",
    "/..\\admin",
    "/..;a=b/admin",
    "/..%3B/admin",
    "../admin",
    "..",
  ])("is not to be reached by the path %j, which could lead out of it", (path) => {
    const made = composed({ path }, { url: "https://x.example/hooks/" });
    expect(made.fault).toMatchObject({ error_code: "PROTOCOL_ERROR" });
    expect(composed({ path }, { path_forwarding: false }).fault).toBeNull();
  });

  test.each(["", "/", "//", "/a..", "/...", "/.well-known/a", "/..a/b", "/a;..", "/%zz%2", ".json"])(
    "may be reached by the path %j",
    (path) => {
      expect(composed({ path }, { url: "https://x.example/a..%2fb/" }).fault).toBeNull();
    },
  );

  test("leaves out path and query where their forwarding is off", () => {
    const made = composed({ path: "/a", query: "b=2" }, { path_forwarding: false, query_forwarding: false });
    expect(made.path).toBe("/hooks");
  });

  test("has the key of api_key auth in its query, masked in the record", () => {
    const auth: DestinationAuth = { type: "api_key", query: "to ken", value: "s&cret" };
    const made = composed({ query: "b=2" }, { url: "https://x.example/?a=1", auth });
    expect(made.path).toBe("/?a=1&b=2&to%20ken=s%26cret");
    expect(made.recordedUrl).toBe(`https://x.example/?a=1&b=2&to%20ken=${MASK}`);
  });
});

describe("the method", () => {
  test("is the received one unless the destination names one", () => {
    expect(composed({ method: "PURGE" }).method).toBe("PURGE");
    expect(composed({ method: "PURGE" }, { http_method: "PUT" }).method).toBe("PUT");
  });
});

describe("the headers", () => {
  test("received are forwarded in order, repeated ones as often as they came", () => {
    const headerLines: [string, string][] = [
      ["x-tag", "1"],
      ["accept", "*/*"],
      ["x-tag", "2"],
    ];
    const made = composed({ headerLines });
    expect(made.headerLines.slice(0, 3)).toEqual(headerLines);
    expect(made.recordedHeaders["x-tag"]).toEqual(["1", "2"]);
  });

  test("whose names can't be stored as keys are sent but not recorded", () => {
    const made = composed({
      headerLines: [
        ["_BsonType", "1"],
        ["__proto__", "2"],
      ],
    });
    expect(sentHeader(made, "_bsontype")).toEqual(["1"]);
    expect(Object.keys(made.recordedHeaders)).not.toContain("_bsontype");
    expect(Object.keys(made.recordedHeaders)).not.toContain("__proto__");
  });

  test("of the connection, and those that Connection names, are not forwarded", () => {
    const hopByHop = [
      "host",
      "content-length",
      "transfer-encoding",
      "keep-alive",
      "te",
      "trailer",
      "upgrade",
      "expect",
    ];
    const dropped = [...hopByHop, "proxy-authorization", "proxy-connection", "x-hop", "connection"];
    const headerLines = dropped.map((name): [string, string] => [
      name,
      name === "connection" ? "close, X-Hop" : "1",
    ]);
    const made = composed({ headerLines: [...headerLines, ["x-end", "1"]] });
    expect(Object.keys(made.recordedHeaders).filter((name) => dropped.includes(name))).toEqual([]);
    expect(sentHeader(made, "x-end")).toEqual(["1"]);
  });

  test("of the destination replace received ones, its auth replaces those, and ours replace all", () => {
    const made = composed(
      {
        headerLines: [
          ["x-a", "received"],
          ["x-a", "received too"],
          ["x-b", "received"],
          ["authorization", "Basic received"],
          ["webhook-id", "forged"],
        ],
      },
      {
        headers: {
          "X-A": "configured",
          "X-B": "configured",
          Authorization: "configured",
          "Webhook-Id": "forged",
        },
        auth: { type: "custom_headers", headers: { "x-b": "auth" } },
      },
    );
    expect(sentHeader(made, "x-a")).toEqual(["configured"]);
    expect(sentHeader(made, "x-b")).toEqual(["auth"]);
    expect(sentHeader(made, "authorization")).toEqual(["configured"]);
    expect(sentHeader(made, "webhook-id")).toEqual(["evt_1"]);
  });

  test("of the destination can name another host but not frame the message", () => {
    const made = composed(
      {},
      { headers: { Host: "internal.example", "Content-Length": "1", "transfer-encoding": "x" } },
    );
    expect(sentHeader(made, "host")).toEqual(["internal.example"]);
    expect(sentHeader(made, "content-length")).toEqual([]);
    expect(sentHeader(made, "transfer-encoding")).toEqual([]);
  });

  test("of ours say which event, request, attempt, trigger and source it is", () => {
    const made = composed({ attemptNumber: 3, trigger: "bulk_retry", sourceName: "Läden 100%" });
    const { "webhook-signature": signature, ...rest } = made.recordedHeaders;
    expect(signature).toMatch(/^v1,/);
    expect(rest).toMatchObject({
      "webhook-id": "evt_1",
      "webhook-timestamp": "1740823200",
      "x-fasthook-event-id": "evt_1",
      "x-fasthook-request-id": "req_1",
      "x-fasthook-attempt": "3",
      "x-fasthook-trigger": "bulk_retry",
      "idempotency-key": "evt_1",
      "x-fasthook-source": "L%C3%A4den%20100%25",
    });
  });

  test("are signed once for each secret that is still valid", () => {
    const earlier = (ms: number) => ({
      secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      valid_until: new Date(NOW.getTime() + ms),
    });
    const made = composed({}, { earlier_signing_secrets: [earlier(1), earlier(0), earlier(-1)] });
    expect(sentHeader(made, "webhook-signature")[0]).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  test("keep bytes from 0x80 on as they are, and send text beyond latin1 as UTF-8", () => {
    const made = composed({
      headerLines: [
        ["x-bytes", "caf\xe9 \x80\xff"],
        ["x-text", "日"],
      ],
    });
    expect(sentHeader(made, "x-bytes")).toEqual(["caf\xe9 \x80\xff"]);
    expect(Buffer.from(sentHeader(made, "x-text")[0] ?? "", "latin1").toString()).toBe("日");
    expect(made.recordedHeaders["x-text"]).toBe("日");
  });
});

describe("the auth", () => {
  test.each<[DestinationAuth, string, string]>([
    [{ type: "bearer", token: "t0ken" }, "authorization", "Bearer t0ken"],
    [{ type: "basic", username: "us", password: "pä:ss" }, "authorization", "Basic dXM6cMOkOnNz"],
    [{ type: "api_key", header: "X-Key", value: "k3y" }, "x-key", "k3y"],
    [{ type: "custom_headers", headers: { "X-One": "1" } }, "x-one", "1"],
    [
      {
        type: "oauth2_client_credentials",
        token_url: "https://id.example/token",
        client_id: "c",
        client_secret: "s",
        scope: null,
      },
      "authorization",
      "Bearer acc3ss",
    ],
  ])("%j sets %s, masked in the record", (auth, name, value) => {
    const made = composed({}, { auth }, "acc3ss");
    expect(sentHeader(made, name)).toEqual([value]);
    expect(made.recordedHeaders[name]).toBe(MASK);
  });

  test("none leaves a received authorization in place, masked in the record", () => {
    const made = composed({ headerLines: [["authorization", "Basic abc"]] });
    expect(sentHeader(made, "authorization")).toEqual(["Basic abc"]);
    expect(made.recordedHeaders.authorization).toBe(MASK);
  });
});

test("the body is passed on as the same bytes", () => {
  const body = Buffer.from([0, 255, 10, 13]);
  expect(composed({ body }).body).toBe(body);
});
