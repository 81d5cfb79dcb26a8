import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createJoin } from "../../activities/join.ts";
import { watching } from "../../activities/watch.ts";

test("work that is asked for while it is under way is done once, and done again when it is over", async () => {
  const join = createJoin<number>(1000);
  let done = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = () => ended.then(() => ++done);
  const [first, second] = [join("a", work), join("a", work)];
  end();
  expect(await Promise.all([first, second])).toEqual([1, 1]);
  expect(await join("a", work)).toBe(2);
});

test("work that fails fails for all who asked for it, and is done again by the next", async () => {
  const join = createJoin<string>(1000);
  const fail = () => Promise.reject<string>(new Error("away"));
  const both = await Promise.allSettled([join("a", fail), join("a", fail)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await join("a", () => Promise.resolve("back"))).toBe("back");
});

test("work that takes longer than anyone waits for it is done anew, and its end is not that of the other", async () => {
  let now = 0;
  const join = createJoin<number>(1000, () => now);
  const ends: ((result: number) => void)[] = [];
  const work = () => new Promise<number>((resolve) => ends.push(resolve));
  const first = join("a", work);
  now = 999;
  expect(join("a", work)).toBe(first);
  now = 1000;
  const second = join("a", work);
  ends[0]!(1);
  expect(await first).toBe(1);
  expect(join("a", work)).toBe(second);
  ends[1]!(2);
  expect(await second).toBe(2);
});

test("looks during long work don't pile up where one takes its time", async () => {
  let looks = 0;
  const look = () => (looks++, new Promise<boolean>(() => undefined));
  await watching(() => sleep(350), look);
  expect(looks).toBe(1);
});

test("a look during long work that says stop is told with its result; one that fails tells nothing", async () => {
  let looks = 0;
  let end = () => {};
  const ended = new Promise<string>((resolve) => (end = () => resolve("turn")));
  const look = () => {
    if (++looks === 1) return Promise.reject(new Error("away"));
    queueMicrotask(() => setTimeout(end, 0));
    return Promise.resolve(true);
  };
  expect(await watching(() => ended, look)).toEqual({ result: "turn", stopped: true });
  expect(await watching(() => Promise.resolve("now"), look)).toEqual({ result: "now", stopped: false });
});
