import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createHealthTracker } from "../../src/delivery/health.ts";

function createTracker() {
  let time = 0;
  const health = createHealthTracker({ clock: () => time });
  const answer = (id: string, latency: number, failed = false) => health.begin(id)({ latency, failed });
  return { health, answer, advance: (by: number) => void (time += by) };
}

describe("the lane of a destination", () => {
  test("is local while nothing is known of it", () => {
    expect(createTracker().health.lane("des_1")).toBe("local");
  });

  test("is remote once its places are taken and none was freed for a second, until one is", async () => {
    const { health, advance } = createTracker();
    const places = await Promise.all(Array.from({ length: 8 }, () => health.enterLocal("des_1")));
    advance(999);
    expect(health.lane("des_1")).toBe("local");
    advance(1);
    expect(health.lane("des_1")).toBe("remote");
    expect(health.lane("des_2")).toBe("local");
    places.pop()?.();
    expect(health.lane("des_1")).toBe("local");
  });

  test("is remote once its answers take a second, and local again when they are quick", () => {
    const { health, answer } = createTracker();
    answer("des_1", 999);
    expect(health.lane("des_1")).toBe("local");
    for (let sent = 0; sent < 5; sent += 1) answer("des_1", 2000);
    expect(health.lane("des_1")).toBe("remote");
    for (let sent = 0; sent < 5; sent += 1) answer("des_1", 10);
    expect(health.lane("des_1")).toBe("local");
  });

  test("is local again when its last slow answer is a minute old", () => {
    const { health, answer, advance } = createTracker();
    answer("des_1", 30_000);
    advance(60_000);
    expect(health.lane("des_1")).toBe("remote");
    advance(1);
    expect(health.lane("des_1")).toBe("local");
  });
});

describe("a destination ails", () => {
  test("after three failures in a row, until it answers", () => {
    const { health, answer } = createTracker();
    for (let sent = 0; sent < 2; sent += 1) answer("des_1", 10, true);
    expect(health.ails("des_1")).toBe(false);
    answer("des_1", 10, true);
    expect(health.ails("des_1")).toBe(true);
    expect(health.ails("des_2")).toBe(false);
    answer("des_1", 10);
    expect(health.ails("des_1")).toBe(false);
  });

  test("while its answers take a second, and for a minute after the last of them", () => {
    const { health, answer, advance } = createTracker();
    answer("des_1", 1000);
    expect(health.ails("des_1")).toBe(true);
    advance(60_001);
    expect(health.ails("des_1")).toBe(false);
  });

  test("once its places on the quick lane are taken and none was freed for a second", async () => {
    const { health, advance } = createTracker();
    for (let entered = 0; entered < 8; entered += 1) await health.enterLocal("des_1");
    advance(999);
    expect(health.ails("des_1")).toBe(false);
    advance(1);
    expect(health.ails("des_1")).toBe(true);
  });
});

describe("the quick lane", () => {
  test("has eight places for a destination of which nothing is known, and 24 once it has answered quickly", async () => {
    const { health, answer } = createTracker();
    const first = await health.enterLocal("des_1");
    let entered = 1;
    for (let asked = 0; asked < 40; asked += 1) void health.enterLocal("des_1").then(() => (entered += 1));
    await setImmediate();
    expect(entered).toBe(8);
    answer("des_1", 10);
    first?.();
    await setImmediate();
    expect(entered).toBe(1 + 24);
  });

  test("has no place for a destination that is slow", async () => {
    const { health, answer } = createTracker();
    answer("des_1", 30_000);
    expect(await health.enterLocal("des_1")).toBeNull();
  });
});

describe("the health of a destination", () => {
  test("counts failures in a row and averages latency with the newest at 30 %", () => {
    const { health, answer } = createTracker();
    answer("des_1", 100, true);
    answer("des_1", 200, true);
    expect(health.of("des_1")).toEqual({ inFlight: 0, latency: 130, recentFailures: 2 });
    answer("des_1", 130);
    expect(health.of("des_1")).toEqual({ inFlight: 0, latency: 130, recentFailures: 0 });
  });

  test("is forgotten for the destination unused for longest, beyond ten thousand", () => {
    const { health, answer } = createTracker();
    answer("des_first", 5000);
    answer("des_kept", 5000);
    for (let index = 0; index < 9_999; index += 1) {
      answer(`des_${index}`, 1);
      health.lane("des_kept");
    }
    expect(health.of("des_first").latency).toBeNull();
    expect(health.of("des_kept").latency).toBe(5000);
  });
});
