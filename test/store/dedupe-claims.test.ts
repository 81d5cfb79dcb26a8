import fc from "fast-check";
import { MongoClient, type Collection } from "mongodb";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId, randomToken } from "../../src/ids.ts";
import {
  createDedupeClaims,
  type ClaimDocument,
  type Copy,
  type DedupeClaims,
  type WindowOwner,
} from "../../src/store/dedupe-claims.ts";

const WINDOW = 60_000;
const START = Date.parse("2026-03-01T00:00:00Z");

let client: MongoClient;
let collection: Collection<ClaimDocument>;
let claims: DedupeClaims;
beforeAll(async () => {
  client = await MongoClient.connect(inject("mongodbUri"));
  collection = client.db(`test_${randomToken()}`).collection("dedupe_claims");
  claims = createDedupeClaims(collection);
});
afterAll(async () => {
  await client.db(collection.dbName).dropDatabase();
  await client.close();
});

/** Makes copies of one request: each is received so many milliseconds after the start. */
function copies({ window = WINDOW, key = randomToken(), connectionId = "con_1" } = {}) {
  return (after: number, as: Partial<Copy> = {}): Copy => {
    const receivedAt = new Date(START + after);
    const ids = { requestId: newId("request", receivedAt), eventId: newId("event", receivedAt) };
    return { teamId: "tm_1", connectionId, key, window, receivedAt, ...ids, ...as };
  };
}

const owns = (copy: Copy, owner: WindowOwner) => owner.event_id === copy.eventId;

/** Who delivers, where copies are routed in the order in which they came: the first, and the first after its window. */
function ownersInOrder(afters: number[]): number[] {
  const owners: number[] = [];
  for (const after of [...afters].sort((a, b) => a - b)) {
    if (owners.every((owner) => after - owner >= WINDOW)) owners.push(after);
  }
  return owners;
}

async function claimAll(all: Copy[]): Promise<WindowOwner[]> {
  const owners: WindowOwner[] = [];
  for (const copy of all) owners.push(await claims.claim(copy));
  return owners;
}

describe("copies of one request", () => {
  const afters = fc.array(fc.integer({ min: 0, max: 3 * WINDOW }), { minLength: 1, maxLength: 8 });
  const shuffled = afters.chain((times) =>
    fc.shuffledSubarray(times, { minLength: times.length, maxLength: times.length }),
  );

  it("routed in order are owned by the first, and by the first after each window", async () => {
    await fc.assert(
      fc.asyncProperty(afters, async (times) => {
        const copy = copies();
        const all = [...times].sort((a, b) => a - b).map((after) => copy(after));
        const owners = await claimAll(all);
        const own = all.filter((it, at) => owns(it, owners[at]!));
        expect(own.map(({ receivedAt }) => receivedAt.getTime() - START)).toEqual(ownersInOrder(times));
      }),
      { numRuns: 30 },
    );
  });

  it.each(["one after the other", "at once"])(
    "routed %s in any order have an owner within the window, and no two owners in one",
    async (way) => {
      await fc.assert(
        fc.asyncProperty(shuffled, async (times) => {
          const copy = copies();
          const all = times.map((after) => copy(after));
          const owners = await (way === "at once"
            ? Promise.all(all.map((it) => claims.claim(it)))
            : claimAll(all));
          all.forEach(({ receivedAt }, at) => {
            expect(Math.abs(owners[at]!.start.getTime() - receivedAt.getTime())).toBeLessThan(WINDOW);
          });
          const starts = [...new Map(owners.map((it) => [it.event_id, it.start.getTime()])).values()].sort(
            (a, b) => a - b,
          );
          starts.slice(1).forEach((start, at) => expect(start - starts[at]!).toBeGreaterThanOrEqual(WINDOW));

          const own = all.filter((it) => owners.some((owner) => owns(it, owner)));
          expect(own).toHaveLength(starts.length);
          expect((await claimAll(own)).map((it) => it.event_id)).toEqual(own.map((it) => it.eventId));
        }),
        { numRuns: 30 },
      );
    },
  );

  it("that all come at once, when nothing is known of them yet, have one owner", async () => {
    for (let round = 0; round < 10; round++) {
      const copy = copies();
      const owners = await Promise.all(Array.from({ length: 40 }, () => claims.claim(copy(0))));
      expect(new Set(owners.map((it) => it.event_id)).size).toBe(1);
    }
  });
});

describe("a window", () => {
  it("ends exactly its length after its first copy, whatever came in between", async () => {
    const copy = copies();
    const [first, middle, last, next] = [copy(0), copy(WINDOW / 2), copy(WINDOW - 1), copy(WINDOW)];
    const owners = await claimAll([first, middle, last, next]);
    expect(owners.map((it) => it.event_id)).toEqual([
      first.eventId,
      first.eventId,
      first.eventId,
      next.eventId,
    ]);
    expect(owners[3]).toEqual({ start: next.receivedAt, request_id: next.requestId, event_id: next.eventId });
  });

  it("is of one connection and one key", async () => {
    const key = randomToken();
    const first = copies({ key })(0);
    const elsewhere = copies({ key, connectionId: "con_2" })(1);
    const other = copies({ key: `${key}x` })(2);
    for (const it of [first, elsewhere, other]) expect(owns(it, await claims.claim(it))).toBe(true);
  });

  it("that was made longer since still belongs to its owner, and takes new copies in", async () => {
    const key = randomToken();
    const [first, second] = [copies({ key })(0), copies({ key })(WINDOW)];
    await claimAll([first, second]);
    const longer = { window: 10 * WINDOW };
    expect(owns(second, await claims.claim({ ...second, ...longer }))).toBe(true);
    expect(owns(first, await claims.claim({ ...copies({ key })(2 * WINDOW), ...longer }))).toBe(true);
  });

  it("is found by a copy that is routed after 150 newer ones, and kept a day beyond its end", async () => {
    const copy = copies();
    await claimAll(Array.from({ length: 150 }, (_, at) => copy((at + 1) * WINDOW)));
    const [late, later] = [copy(0), copy(1)];
    const owners = await claimAll([late, late, later]);
    expect(owners.map((it) => it.event_id)).toEqual([late.eventId, late.eventId, late.eventId]);
    const stored = await collection.findOne({ _id: `con_1:${late.key}` });
    expect(stored!.windows.length).toBeLessThanOrEqual(101);
    expect(stored!.expires_at.getTime()).toBe(START + 151 * WINDOW + 86_400_000);
  });
});
