import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLoopLag, type LoopLag } from "../../src/ingress/loop-lag.ts";

const EVERY = 250;
let now: number;
let lag: LoopLag;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  lag = createLoopLag(() => now);
});
afterEach(async () => {
  await lag[Symbol.asyncDispose]();
  vi.useRealTimers();
});

/** Lets the timer fire once, so many milliseconds late. */
function turn(late: number): void {
  now += EVERY + late;
  vi.advanceTimersByTime(EVERY);
}

test("a lag of more than two seconds, twice in a row: too long until a turn is in time", () => {
  turn(2001);
  expect(lag.tooLong()).toBe(false);
  turn(2001);
  expect(lag.tooLong()).toBe(true);
  turn(2001);
  expect(lag.tooLong()).toBe(true);
  turn(0);
  expect(lag.tooLong()).toBe(false);
});

test("single long stops with turns in time between them are no overload", () => {
  for (const late of [10_000, 5, 60_000, 0, 3000]) {
    turn(late);
    expect(lag.tooLong()).toBe(false);
  }
});

test("a lag of two seconds that stays is none yet", () => {
  for (let i = 0; i < 10; i++) turn(2000);
  expect(lag.tooLong()).toBe(false);
});
