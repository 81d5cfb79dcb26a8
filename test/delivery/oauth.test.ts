import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HttpClient } from "../../src/delivery/client.ts";
import { createTokenSource, type OAuth2Auth, type TokenSource } from "../../src/delivery/oauth.ts";
import { startReceiver, type Receiver, type Reply } from "../support/receiver.ts";
import { createLocalClient } from "./examples.ts";

let endpoint: Receiver;
let client: HttpClient;
let tokens: TokenSource;
let time: number;

beforeEach(async () => {
  endpoint = await startReceiver();
  client = createLocalClient();
  time = 0;
  tokens = createTokenSource({ client, clock: () => time });
});
afterEach(async () => {
  await client[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

const auth = (settings: Partial<OAuth2Auth> = {}): OAuth2Auth => ({
  type: "oauth2_client_credentials",
  token_url: `${endpoint.url}/token?tenant=1`,
  client_id: "my client",
  client_secret: "s:cr%t",
  scope: "hooks write",
  ...settings,
});

const json = (body: unknown, status = 200): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** A new token for each request: token-0, token-1 … */
const numbered = (expires_in?: number | string) =>
  endpoint.answer((_request, index) =>
    json({ access_token: `token-${index}`, token_type: "Bearer", expires_in }),
  );

const fetchToken = (id = "des_1", settings?: Partial<OAuth2Auth>) => tokens.token(id, auth(settings), 5000);

describe("a token", () => {
  test("is asked for as RFC 6749 says: grant and scope in the form, the client by Basic", async () => {
    numbered(3600);
    expect(await fetchToken()).toMatchObject({ token: "token-0" });
    const [asked] = endpoint.requests;
    expect(asked).toMatchObject({ method: "POST", target: "/token?tenant=1" });
    expect(asked?.body.toString()).toBe("grant_type=client_credentials&scope=hooks+write");
    expect(asked?.header("content-type")).toBe("application/x-www-form-urlencoded");
    const credentials = Buffer.from(asked?.header("authorization")?.replace("Basic ", "") ?? "", "base64");
    expect(credentials.toString()).toBe("my+client:s%3Acr%25t");
  });

  test("is asked for without a scope where there is none", async () => {
    numbered();
    await fetchToken("des_1", { scope: null });
    expect(endpoint.requests[0]?.body.toString()).toBe("grant_type=client_credentials");
  });

  test.each([
    ["30 s before it expires", 3600, 3_570_000],
    ["30 s before it expires, given as text", "3600", 3_570_000],
    ["at half of a short life", 40, 20_000],
    ["after five minutes less 30 s, where no life is given", undefined, 270_000],
  ])("is used again until %s", async (_title, expiresIn, staleAfter) => {
    numbered(expiresIn);
    await fetchToken();
    time = staleAfter - 1;
    expect(await fetchToken()).toMatchObject({ token: "token-0" });
    time = staleAfter;
    expect(await fetchToken()).toMatchObject({ token: "token-1" });
  });

  test("is fetched once for all who ask at the same time, and apart for each destination", async () => {
    numbered(3600);
    const asked = Array.from({ length: 20 }, (_, index) => fetchToken(`des_${index % 2}`));
    expect(new Set((await Promise.all(asked)).map((it) => JSON.stringify(it))).size).toBe(2);
    expect(endpoint.requests).toHaveLength(2);
  });

  test("is fetched anew when the destination's settings changed", async () => {
    numbered(3600);
    await fetchToken();
    expect(await fetchToken("des_1", { client_secret: "other" })).toMatchObject({ token: "token-1" });
  });

  test("that was dropped is fetched anew, but a newer one than the dropped stays", async () => {
    numbered(3600);
    await fetchToken();
    tokens.drop("des_1", "token-0");
    expect(await fetchToken()).toMatchObject({ token: "token-1" });
    tokens.drop("des_1", "token-0");
    expect(await fetchToken()).toMatchObject({ token: "token-1" });
  });
});

describe("a token endpoint that", () => {
  const failure = (error_message: string) => ({ failure: { error_code: "OAUTH2_FAILED", error_message } });

  test.each<[string, Reply, string]>([
    [
      "refuses the client",
      json({ error: "invalid_client", error_description: "s:cr%t is wrong" }, 401),
      "The token endpoint answered 401 (invalid_client)",
    ],
    ["answers an error page", { status: 502, body: "<html>" }, "The token endpoint answered 502"],
    ["redirects", { status: 302 }, "The token endpoint answered 302"],
    ["answers no JSON", { body: "ok" }, "The token endpoint's answer has no access_token"],
    ["answers a list", json([]), "The token endpoint's answer has no access_token"],
    ["answers no token", json({ token_type: "Bearer" }), "The token endpoint's answer has no access_token"],
    [
      "answers a token that no header can carry",
      json({ access_token: "a\r\nb" }),
      "The token endpoint's answer has no access_token",
    ],
  ])("%s is OAUTH2_FAILED, and is asked again the next time", async (_title, reply, message) => {
    endpoint.answer(reply);
    expect(await fetchToken()).toEqual(failure(message));
    numbered(3600);
    expect(await fetchToken()).toMatchObject({ token: "token-1" });
  });

  test("never answers is OAUTH2_FAILED within the time that is left", async () => {
    endpoint.answer({ respond: () => {} });
    expect(await tokens.token("des_1", auth(), 200)).toEqual(
      failure("The token endpoint gave no token: No full answer within 200 ms (waiting for the answer)"),
    );
  });

  test("must not be reached is OAUTH2_FAILED", async () => {
    const result = await fetchToken("des_1", { token_url: "http://169.254.169.254/token" });
    expect(result).toMatchObject({ failure: { error_code: "OAUTH2_FAILED" } });
    expect(JSON.stringify(result)).toContain("169.254.169.254 is a cloud metadata address");
  });
});
