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

  test("is remote while 8 deliveries are in flight, whatever becomes of them", () => {
    const { health } = createTracker();
    const ends = Array.from({ length: 7 }, () => health.begin("des_1"));
    expect(health.lane("des_1")).toBe("local");
    ends.push(health.begin("des_1"));
    expect(health.lane("des_1")).toBe("remote");
    expect(health.lane("des_2")).toBe("local");
    ends.pop()?.(null);
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

describe("the quick lane", () => {
  const enter = (health: ReturnType<typeof createHealthTracker>, count: number) =>
    Array.from({ length: count }, () => health.enterLocal("des_1")).filter((place) => place !== null);

  test("has eight places for a destination of which nothing is known, and more for one that answers quickly", () => {
    const { health, answer } = createTracker();
    const places = enter(health, 30);
    expect(places).toHaveLength(8);
    answer("des_1", 10);
    expect(enter(health, 30)).toHaveLength(16);
    places.forEach((leave) => leave());
    expect(enter(health, 30)).toHaveLength(8);
    expect(health.enterLocal("des_2")).not.toBeNull();
  });

  test("has no place for a destination that is slow", () => {
    const { health, answer } = createTracker();
    answer("des_1", 30_000);
    expect(enter(health, 1)).toEqual([]);
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
