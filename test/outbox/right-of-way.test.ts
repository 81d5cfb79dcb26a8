import { describe, expect, it } from "vitest";
import { createRightOfWay } from "../../src/outbox/right-of-way.ts";

const HURRIED = 10;
const SLOW = 200;
const FULL = 1000;

/** Of two destinations, one of which ails; with a clock that stands still until it is set on. */
function twoDestinations() {
  let time = 0;
  const way = createRightOfWay(
    (id) => id === "des_sick",
    () => time,
  );
  const it = {
    ...way,
    wait: (ms: number) => void (time += ms),
    /** So many starts, one each tenth of a second. */
    start(count: number, ms: number | null, destinationId = "des_well") {
      for (let at = 0; at < count; at++) {
        time += 100;
        way.started(destinationId, ms);
      }
    },
    /** All that there is room for; answers how many. */
    takeAll() {
      const room = way.room();
      way.spend(room);
      return room;
    },
  };
  it.start(20, HURRIED);
  return it;
}

/** The same once Temporal has been busy for long enough. */
function busy(destinationId = "des_well") {
  const it = twoDestinations();
  it.start(100, SLOW, destinationId);
  return it;
}

describe("a destination that ails", () => {
  it("lets nobody pass while Temporal has time for all, nor for one slow start", () => {
    const it = twoDestinations();
    expect(it.isBehind("des_sick")).toBe(false);
    it.start(1, 110);
    expect(it.isBehind("des_sick")).toBe(false);
    expect(it.pace()).toBe(FULL);
  });

  it("lets others pass once starts take much longer than they can, and those alone", () => {
    const it = busy();
    expect(it.isBehind("des_sick")).toBe(true);
    expect(it.isBehind("des_well")).toBe(false);
  });

  it("lets others pass once a start fails", () => {
    const it = twoDestinations();
    it.start(1, null);
    expect(it.isBehind("des_sick")).toBe(true);
    expect(it.pace()).toBe(FULL / 4);
  });

  it("has four starts per second however busy Temporal is, one at a time", () => {
    const it = busy();
    expect(it.pace()).toBeLessThan(10);
    it.takeAll();
    let started = 0;
    for (let at = 0; at < 40; at++) {
      it.wait(150);
      it.start(1, SLOW);
      const room = it.takeAll();
      expect(room).toBeLessThanOrEqual(1);
      started += room;
    }
    expect(started).toBe(40);
  });

  it("has ten where nobody who does well has called for two seconds", () => {
    const it = busy();
    it.start(21, SLOW, "des_sick");
    expect(it.pace()).toBeGreaterThanOrEqual(10);
  });

  it("saves up no more than a twentieth of a second's starts, and one", () => {
    const it = twoDestinations();
    it.wait(3_600_000);
    expect([it.takeAll(), it.takeAll(), it.takeAll()]).toEqual([FULL / 20, 1, 0]);
  });

  it("loses nothing where someone looks a moment too early", () => {
    const it = busy();
    it.takeAll();
    let started = 0;
    for (let at = 0; at < 40; at++) {
      it.wait(149);
      it.start(1, SLOW);
      started += it.takeAll();
    }
    expect(started).toBeGreaterThanOrEqual(39);
  });

  it("lets nobody pass any more a quarter of a minute after Temporal was busy for the last time", () => {
    const it = busy();
    it.start(100, HURRIED);
    expect(it.isBehind("des_sick")).toBe(true);
    it.start(60, HURRIED);
    expect(it.isBehind("des_sick")).toBe(false);
  });
});

describe("what a start takes", () => {
  it("is long from the very first on where that is more than a tenth of a second", () => {
    const first = (ms: number) => {
      const way = createRightOfWay(
        () => true,
        () => 0,
      );
      for (let at = 0; at < 100; at++) way.started("des_sick", ms);
      return way.pace();
    };
    expect(first(90)).toBe(FULL);
    expect(first(110)).toBeLessThan(FULL);
  });

  it("may become usual: an hour of it is no longer called busy", () => {
    const it = twoDestinations();
    for (let minutes = 0; minutes < 90; minutes++) {
      it.start(1, SLOW / 2);
      it.wait(60_000);
    }
    it.start(1, SLOW / 2);
    expect(it.pace()).toBe(FULL);
  });
});
