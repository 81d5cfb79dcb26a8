import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpClient, type HttpClientOptions } from "../../src/delivery/client.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { parseEgressProxy } from "../../src/delivery/egress-proxy.ts";
import { eventually } from "../support/eventually.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { startConnectProxy, type ConnectProxy } from "./connect-proxy.ts";
import { delivery, destination, fixture, request } from "./examples.ts";
import { startRawServer, startSayingServer } from "./raw-server.ts";

const options = { destinationId: "des_1", timeoutMs: 10_000 };
const PUBLIC = [{ address: "1.1.1.1", family: 4 }];
const CREDENTIALS = "egress:p%40ss-of-the-proxy";
const BASIC = `Basic ${Buffer.from("egress:p@ss-of-the-proxy").toString("base64")}`;

let receiver: Receiver;
let proxy: ConnectProxy;
beforeEach(async () => {
  receiver = await startReceiver();
  proxy = await startConnectProxy();
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const createClient = (settings: Partial<HttpClientOptions> = {}) =>
  createHttpClient({
    allowedSubnets: [],
    proxy: proxy.settings(CREDENTIALS),
    lookup: async () => PUBLIC,
    ca: fixture("ca.pem"),
    ...settings,
  });

describe("requests through an egress proxy", () => {
  test("over http are tunnelled by the name, with the proxy's credentials shown to the proxy alone", async () => {
    await using client = createClient();
    const url = `http://shop.example:${receiver.port}/a?b=1`;
    const results = [await client.send(request(url), options), await client.send(request(url), options)];
    for (const result of results) {
      expect(result).toMatchObject({ response_status: 200, error_code: null, remote_address: null });
    }
    // One tunnel for both.
    expect(proxy.asked).toEqual([`shop.example:${receiver.port}`]);
    expect(proxy.credentials).toEqual([BASIC]);
    expect(receiver.requests.map(({ target }) => target)).toEqual(["/a?b=1", "/a?b=1"]);
    const [received] = receiver.requests;
    expect([received?.header("host"), received?.header("proxy-authorization")]).toEqual([
      `shop.example:${receiver.port}`,
      null,
    ]);
  });

  test("over https are encrypted to the destination, whose certificate is checked", async () => {
    const tls = { key: fixture("localhost.key.pem"), cert: fixture("localhost.cert.pem") };
    await using secure = await startReceiver({ tls });
    const other = { key: fixture("other-host.key.pem"), cert: fixture("other-host.cert.pem") };
    await using wrong = await startReceiver({ tls: other });
    await using client = createClient({ allowedSubnets: ["127.0.0.0/8"] });
    const sent = async ({ port }: Receiver) => {
      const { error_code, response_status } = await client.send(
        request(`https://localhost:${port}/`),
        options,
      );
      return [error_code, response_status];
    };
    expect(await sent(secure)).toEqual([null, 200]);
    expect(await sent(wrong)).toEqual(["TLS_ERROR", null]);
    expect(proxy.asked).toEqual([`localhost:${secure.port}`, `localhost:${wrong.port}`]);
    expect(wrong.requests).toEqual([]);
  });

  test("for a token and a delivery both leave through it", async () => {
    receiver.answer(({ target }) => (target === "/token" ? { body: '{"access_token":"granted"}' } : {}));
    const at = (path: string) => `http://shop.example:${receiver.port}${path}`;
    await using deliveries = createDelivery({
      allowedSubnets: [],
      proxy: proxy.settings(),
      lookup: async () => PUBLIC,
      now: () => new Date(),
    });
    const auth = {
      type: "oauth2_client_credentials",
      token_url: at("/token"),
      client_id: "client",
      client_secret: "secret-of-client",
      scope: null,
    } as const;
    const result = await deliveries.deliver(delivery(), destination({ url: at("/hook"), auth }));
    expect(result.status).toBe("delivered");
    expect(receiver.requests.map(({ target }) => target)).toEqual(["/token", "/hook"]);
    // One connection, and so one tunnel, serves both.
    expect([...new Set(proxy.asked)]).toEqual([`shop.example:${receiver.port}`]);
    expect(receiver.connections()).toBe(proxy.asked.length);
  });

  test("to a name that does not resolve here are the proxy's to judge", async () => {
    const lookup = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    await using client = createClient({ lookup });
    const url = `http://only-the-proxy-knows.example:${receiver.port}/`;
    expect(await client.send(request(url), options)).toMatchObject({ response_status: 200 });
  });

  test.each([
    ["127.0.0.1", PUBLIC],
    ["[::1]", PUBLIC],
    ["169.254.169.254", PUBLIC],
    ["localhost", PUBLIC],
    ["metadata.google.internal", PUBLIC],
    ["private.example", [{ address: "10.0.0.1", family: 4 }]],
    ["mixed.example", [...PUBLIC, { address: "127.0.0.1", family: 4 }]],
  ])("to %s are refused before the proxy is asked", async (host, answers) => {
    await using client = createClient({ lookup: async () => answers });
    const result = await client.send(request(`http://${host}:${receiver.port}/`), options);
    expect(result.error_code).toBe("BLOCKED_ADDRESS");
    expect([proxy.asked, receiver.connections()]).toEqual([[], 0]);
  });
});

describe("an egress proxy that", () => {
  test.each([
    [403, "BLOCKED_ADDRESS", "refuses this destination"],
    [407, "UNKNOWN", "FASTHOOK_EGRESS_PROXY's credentials"],
    [502, "UNKNOWN", "502"],
    [504, "TIMEOUT", "in time"],
  ])("answers %i makes the attempt %s and says so", async (status, code, words) => {
    await using refusing = await startConnectProxy({ status });
    await using client = createClient({ proxy: refusing.settings(CREDENTIALS) });
    const result = await client.send(request(`http://shop.example:${receiver.port}/`), options);
    expect(result).toMatchObject({ error_code: code, response_status: null, remote_address: null });
    expect(result.error_message).toContain(words);
    for (const secret of ["p@ss", "p%40ss", BASIC.slice(6)])
      expect(result.error_message).not.toContain(secret);
  });

  test("listens no more is not taken for the destination that refuses", async () => {
    const gone = await startRawServer(() => {});
    await gone[Symbol.asyncDispose]();
    await using client = createClient({ proxy: parseEgressProxy(gone.url) });
    expect(await client.send(request("http://shop.example/"), options)).toMatchObject({
      error_code: "UNKNOWN",
      error_message: "The egress proxy can't be reached (ECONNREFUSED)",
    });
  });

  test.each([
    ["closes before its answer", "", "closed the connection"],
    ["says no HTTP", "SSH-2.0-x\r\n\r\n", "not HTTP"],
    ["says a head without end", "x".repeat(20_000), "not HTTP"],
  ])("%s fails the attempt", async (_title, bytes, words) => {
    await using odd = await startSayingServer(bytes || "\r", (socket) => void socket.end());
    await using client = createClient({ proxy: parseEgressProxy(odd.url) });
    const result = await client.send(request("http://shop.example/"), options);
    expect(result.error_code).toBe("UNKNOWN");
    expect(result.error_message).toContain(words);
  });

  test("says nothing is given up with the attempt, and told from a slow destination", async () => {
    let ended = false;
    await using silent = await startRawServer((socket) => {
      socket.on("close", () => (ended = true)).resume();
    });
    await using client = createClient({ proxy: parseEgressProxy(silent.url) });
    const result = await client.send(request("http://shop.example/"), {
      destinationId: "des_1",
      timeoutMs: 300,
    });
    expect(result.error_code).toBe("TIMEOUT");
    expect(result.error_message).toContain("connecting to the egress proxy");
    await eventually("the proxy's connection is closed", () => ended);
  });
});

describe("the text of an egress proxy", () => {
  test.each([
    ["http://proxy:3128", { hostname: "proxy", port: 3128, authorization: null }],
    ["http://proxy", { hostname: "proxy", port: 80, authorization: null }],
    ["http://[::1]:1/", { hostname: "::1", port: 1, authorization: null }],
    [`http://${CREDENTIALS}@proxy:1`, { hostname: "proxy", port: 1, authorization: BASIC }],
  ])("%s is read", (text, proxy) => {
    expect(parseEgressProxy(text)).toEqual(proxy);
  });

  test.each([
    "proxy:3128",
    "https://proxy:1",
    "socks5://proxy:1",
    "http://proxy/path",
    "http://a:%ff@proxy",
    "",
  ])("%s is refused", (text) => {
    expect(parseEgressProxy(text)).toBeNull();
  });
});
