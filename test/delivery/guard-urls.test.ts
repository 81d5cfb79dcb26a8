import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpClient, type HttpClient } from "../../src/delivery/client.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { createUrlRefusal } from "../../src/delivery/guard.ts";
import { DestinationInput } from "../../src/resources/destination.ts";
import { startReceiver } from "../support/receiver.ts";
import { delivery, destination, request } from "./examples.ts";
import { startTrap, TRICKY_URLS, type Trap } from "./tricky-urls.ts";

const options = { destinationId: "des_1", timeoutMs: 10_000 };
const asAddress = (address: string) => ({ address, family: address.includes(":") ? 6 : 4 });
const RESOLVED = new Map(
  TRICKY_URLS.filter(({ refusedBy }) => refusedBy === "answers").map(({ url, answers }) => [
    new URL(url.replace("PORT", "80")).hostname,
    answers.map(asAddress),
  ]),
);
/** Whatever isn't in the table is this machine: so a guard that lets it through is found out. */
const lookup = async (hostname: string) => RESOLVED.get(hostname) ?? [asAddress("127.0.0.1")];

let trap: Trap;
let client: HttpClient;
beforeAll(async () => {
  trap = await startTrap();
  client = createHttpClient({ allowedSubnets: [], lookup });
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await trap[Symbol.asyncDispose]();
});

const at = (url: string) => url.replace("PORT", String(trap.port));
const syntaxOf = (url: string) => DestinationInput.safeParse({ name: "tricky", url }).error?.issues[0]?.path;

test("the table has a hundred URLs and more, each of them once", () => {
  expect(TRICKY_URLS.length).toBeGreaterThan(100);
  expect(new Set(TRICKY_URLS.map(({ url }) => url)).size).toBe(TRICKY_URLS.length);
});

describe("the trap", () => {
  test.each(["127.0.0.1", "127.0.0.2", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]"])(
    "on %s is reached where that is allowed, so that it would tell",
    async (host) => {
      await using open = createHttpClient({
        allowedSubnets: ["127.0.0.0/8", "0.0.0.0/32", "::1", "::"],
      });
      await using own = await startTrap();
      const result = await open.send(request(`http://${host}:${own.port}/`), options);
      expect([result.error_code, own.reached()]).toEqual(["CONNECTION_RESET", 1]);
    },
  );
});

describe.each(TRICKY_URLS)("$url", ({ url, refusedBy }) => {
  const isSyntax = refusedBy === "syntax";

  test(`is refused by its ${refusedBy}, on save unless only a resolver can tell, and on send`, async () => {
    const refusedUrl = createUrlRefusal([]);
    expect(syntaxOf(at(url))).toEqual(isSyntax ? ["url"] : undefined);
    if (!isSyntax) {
      expect(refusedUrl(at(url)) !== null).toBe(refusedBy === "host");
      const result = await client.send(request(at(url)), options);
      expect(result).toMatchObject({
        error_code: "BLOCKED_ADDRESS",
        response_status: null,
        remote_address: null,
      });
    }
    expect(trap.reached()).toBe(0);
  });
});

describe("no way around the guard", () => {
  test("leads over a redirect", async () => {
    await using allowed = await startReceiver({ host: "127.0.0.2" });
    await using some = createHttpClient({ allowedSubnets: ["127.0.0.2"] });
    for (const status of [301, 302, 303, 307, 308]) {
      allowed.answer({ status, headers: { location: at("http://127.0.0.1:PORT/") } });
      const result = await some.send(request(allowed.url), options);
      expect(result).toMatchObject({ error_code: "BAD_RESPONSE", response_status: status });
    }
    expect(trap.reached()).toBe(0);
  });

  test.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "public-looking.example"])(
    "leads over an OAuth2 token_url at %s",
    async (host) => {
      await using deliveries = createDelivery({ allowedSubnets: [], lookup, now: () => new Date() });
      const result = await deliveries.deliver(
        delivery(),
        destination({
          auth: {
            type: "oauth2_client_credentials",
            token_url: at(`http://${host}:PORT/token`),
            client_id: "client",
            client_secret: "secret-of-client",
            scope: null,
          },
        }),
      );
      expect(result).toMatchObject({ status: "failed", error_code: "OAUTH2_FAILED" });
      expect(result.error_message).toContain("FASTHOOK_ALLOWED_SUBNETS does not permit");
      expect(trap.reached()).toBe(0);
    },
  );
});
