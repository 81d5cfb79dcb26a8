import { describe, expect, it } from "vitest";
import { createRightOfWay } from "../../src/outbox/right-of-way.ts";

const SICK = "des_sick";
const WELL = "des_well";

/** At time 0 of a clock that stands still until it is set; Temporal has taken up one event in 10 ms. */
function crossing() {
  let time = 0;
  const way = createRightOfWay({ ails: (id) => id === SICK, ailing: () => [SICK] }, () => time);
  way.told(SICK, 10);
  /** So many are told of, one every 50 ms, each in so many milliseconds. */
  const tell = (destinationId: string, ms: number, count = 1) => {
    for (let at = 0; at < count; at++) {
      time += 50;
      way.told(destinationId, ms);
    }
  };
  return { ...way, tell, wait: (ms: number) => void (time += ms) };
}

describe("events to destinations that ail", () => {
  it("go by eights where there are no others, and the next at once where Temporal has time", () => {
    const it = crossing();
    it.wait(10);
    expect(it.room()).toBe(8);
    it.wait(0);
    for (let at = 0; at < 8; at++) it.told(SICK, 10);
    expect(it.room()).toBe(0);
    it.wait(10);
    expect(it.room()).toBe(8);
  });

  it("go one by one beside others, until there was none of them for two seconds", () => {
    const it = crossing();
    it.tell(WELL, 10);
    it.wait(2000);
    expect(it.room()).toBe(1);
    it.wait(1);
    it.wait(100);
    expect(it.room()).toBe(8);
  });

  it("go at ten per second at least where Temporal is busy, and at four beside others", () => {
    const it = crossing();
    it.tell(SICK, 400, 100);
    expect(it.pace()).toBe(10);
    it.tell(WELL, 400, 100);
    expect(it.pace()).toBe(4);
    expect(it.room()).toBe(1);
    it.told(SICK, 400);
    it.wait(249);
    expect(it.room()).toBe(0);
    it.wait(2);
    expect(it.room()).toBe(1);
  });

  it("are taken up with all others as far as there is room for them", () => {
    const crowd = crossing();
    crowd.wait(10);
    const mayGo = crowd.turn();
    for (let at = 0; at < 8; at++) expect(mayGo(SICK)).toBe(true);
    expect([mayGo(SICK), mayGo(WELL)]).toEqual([false, true]);
  });

  it("go faster again when Temporal has time, also where it is far away", () => {
    const it = crossing();
    it.tell(WELL, 400, 100);
    it.tell(WELL, 15, 20);
    const slow = it.pace();
    expect(slow).toBeLessThan(6);
    it.tell(WELL, 15, 400);
    expect(it.pace()).toBeGreaterThan(50 * slow);
    const far = crossing();
    far.wait(130_000);
    far.tell(WELL, 200, 2500);
    expect(far.pace()).toBe(1000);
  });
});
