import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPlaces, type LeavePlace } from "../../src/delivery/places.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two places, unless that is changed; who entered, by name, and who was turned away. */
function destination() {
  let most = 2;
  const inside = new Map<string, LeavePlace>();
  const turnedAway: string[] = [];
  const places = createPlaces(
    () => most,
    () => performance.now(),
  );
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return {
    inside,
    turnedAway,
    pass,
    isStuck: () => places.isStuck("des_1"),
    allow: (count: number) => void (most = count),
    async enter(...names: string[]) {
      for (const name of names) {
        void places.enter("des_1").then((leave) => {
          if (leave) inside.set(name, leave);
          else turnedAway.push(name);
        });
      }
      await pass(0);
    },
    async leave(name: string) {
      inside.get(name)!();
      inside.delete(name);
      await pass(0);
    },
  };
}

describe("who finds no place free", () => {
  test("waits, and gets the next one that is freed, in order", async () => {
    const it = destination();
    await it.enter("a", "b", "c", "d");
    expect([...it.inside.keys()]).toEqual(["a", "b"]);
    await it.pass(900);
    await it.leave("b");
    expect([...it.inside.keys()]).toEqual(["a", "c"]);
    await it.pass(900);
    await it.leave("a");
    expect([...it.inside.keys()]).toEqual(["c", "d"]);
  });

  test("is turned away when none was freed for a second, and at once after that, until one is", async () => {
    const it = destination();
    await it.enter("a", "b", "c");
    await it.pass(500);
    await it.leave("a");
    await it.enter("d");
    await it.pass(999);
    expect(it.turnedAway).toEqual([]);
    await it.pass(1);
    expect(it.turnedAway).toEqual(["d"]);
    expect(it.isStuck()).toBe(true);
    await it.enter("e");
    expect(it.turnedAway).toEqual(["d", "e"]);
    await it.leave("b");
    await it.enter("f", "g");
    expect([...it.inside.keys()]).toEqual(["c", "f"]);
    expect(it.turnedAway).toEqual(["d", "e"]);
  });

  test("is turned away at once when the destination has lost its places", async () => {
    const it = destination();
    await it.enter("a", "b", "c");
    it.allow(0);
    await it.leave("a");
    expect(it.turnedAway).toEqual(["c"]);
    await it.enter("d");
    expect(it.turnedAway).toEqual(["c", "d"]);
  });
});

test("all that wait enter when the destination has got more places", async () => {
  const it = destination();
  await it.enter("a", "b", "c", "d", "e");
  it.allow(4);
  await it.leave("a");
  expect([...it.inside.keys()]).toEqual(["b", "c", "d", "e"]);
});

test("a destination whose places were all left is not stuck, however long ago", async () => {
  const it = destination();
  await it.enter("a", "b");
  await it.leave("a");
  await it.leave("b");
  await it.pass(60_000);
  await it.enter("c", "d");
  expect([...it.inside.keys()]).toEqual(["c", "d"]);
  expect(it.isStuck()).toBe(false);
});
