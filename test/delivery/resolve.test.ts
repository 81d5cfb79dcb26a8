import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import { createResolver } from "../../src/delivery/resolve.ts";
import { eventually } from "../support/eventually.ts";

const FOUND: LookupAddress[] = [{ address: "192.0.2.1", family: 4 }];

/** A name server whose answers the test gives, one lookup after the other. */
function manualLookup() {
  const asked: string[] = [];
  const pending = new Map<
    string,
    { resolve: (found: LookupAddress[]) => void; reject: (error: Error) => void }
  >();
  return {
    asked,
    lookup: (hostname: string) => {
      asked.push(hostname);
      return new Promise<LookupAddress[]>((resolve, reject) => {
        pending.set(hostname, { resolve, reject });
      });
    },
    find: (hostname: string) => pending.get(hostname)?.resolve(FOUND),
    lose: (hostname: string) =>
      pending.get(hostname)?.reject(Object.assign(new Error("lost"), { code: "EAI_AGAIN" })),
  };
}

describe("names that were not found before", () => {
  test("wait for one another beyond their turns, and one that fails lets the next in", async () => {
    const server = manualLookup();
    const resolve = createResolver({ lookup: server.lookup, strangersAtOnce: 1 });
    const first = resolve("silent.example");
    const second = resolve("second.example");
    expect(server.asked).toEqual(["silent.example"]);
    server.lose("silent.example");
    await expect(first).rejects.toMatchObject({
      errorCode: "DNS_LOOKUP_FAILED",
      message: "The host silent.example was not found (EAI_AGAIN)",
    });
    await eventually("the second is asked for", () => server.asked.includes("second.example"));
    server.find("second.example");
    expect(await second).toEqual(FOUND);
  });

  test("and hang do not hold up a name that was", async () => {
    const server = manualLookup();
    const resolve = createResolver({ lookup: server.lookup, strangersAtOnce: 1 });
    const before = resolve("in-use.example");
    server.find("in-use.example");
    await before;
    void resolve("silent.example").catch(() => {});
    const again = resolve("in-use.example");
    server.find("in-use.example");
    expect(await again).toEqual(FOUND);
    expect(server.asked).toEqual(["in-use.example", "silent.example", "in-use.example"]);
  });
});

describe("a name that hangs", () => {
  test("is given up within the limit, with a message that names it, and is a stranger from then on", async () => {
    const server = manualLookup();
    const resolve = createResolver({ lookup: server.lookup, strangersAtOnce: 1, within: 50 });
    const before = resolve("shop.example");
    server.find("shop.example");
    await before;
    await expect(resolve("shop.example")).rejects.toMatchObject({
      errorCode: "DNS_LOOKUP_FAILED",
      message: "The host shop.example was not found within 50 ms",
    });
    // The lookup still holds its thread: it is not asked for once more beside it.
    await expect(resolve("shop.example")).rejects.toMatchObject({ errorCode: "DNS_LOOKUP_FAILED" });
    expect(server.asked).toHaveLength(2);
  });
});
