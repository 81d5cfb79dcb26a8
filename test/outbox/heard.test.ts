import { expect, test } from "vitest";
import { createHeard } from "../../src/outbox/heard.ts";

test("of what has just come destinations take turns, each with its oldest; then comes what came back", () => {
  const heard = createHeard();
  heard.hear("released", null);
  for (const id of ["a1", "a2", "a3", "a4"]) heard.hear(id, "des_a");
  for (const id of ["b1", "b2"]) heard.hear(id, "des_b");
  heard.hear("c1", "des_c");
  expect(heard.take(4)).toEqual(["a1", "b1", "c1", "a2"]);
  heard.hear("c2", "des_c");
  expect(heard.take(10)).toEqual(["a3", "b2", "c2", "a4", "released"]);
  expect(heard.take(10)).toEqual([]);
});

test("what has waited lets pass what comes from then on, behind what came back before", () => {
  const heard = createHeard();
  heard.hear("released", null);
  for (const id of ["a1", "a2"]) heard.hear(id, "des_a");
  heard.hear("b1", "des_b");
  heard.letPass();
  heard.hear("a3", "des_a");
  expect(heard.take(3)).toEqual(["a3", "released", "a1"]);
  expect(heard.isEmpty).toBe(false);
  expect(heard.take(3)).toEqual(["b1", "a2"]);
  expect(heard.isEmpty).toBe(true);
});

test("nothing passes what was claimed already, until that is taken up", () => {
  const heard = createHeard();
  heard.hear("a1", "des_a");
  heard.again(["c1", "c2", "c3"]);
  heard.dropReturned("c2");
  expect(heard.take(1)).toEqual(["c1"]);
  expect(heard.take(2)).toEqual(["c3", "a1"]);
  expect(heard.isEmpty).toBe(true);
});

test("of many that have waited some are kept", () => {
  const heard = createHeard();
  for (const to of ["a", "b"]) for (let at = 0; at < 1500; at++) heard.hear(`${to}${at}`, to);
  heard.letPass();
  expect(heard.take(5000)).toHaveLength(2000);
  expect(heard.isEmpty).toBe(true);
});

test("what was taken up otherwise is not taken again, and what is forgotten is not either", () => {
  const heard = createHeard();
  for (const id of ["a1", "a2"]) heard.hear(id, "des_a");
  for (const id of ["r1", "r2"]) heard.hear(id, null);
  heard.dropNew({ _id: "a1", destination_id: "des_a" });
  heard.dropNew({ _id: "b1", destination_id: "des_b" });
  heard.dropReturned("r1");
  expect(heard.take(10)).toEqual(["a2", "r2"]);
  heard.hear("a3", "des_a");
  heard.clear();
  expect(heard.take(10)).toEqual([]);
});

test("of a burst to one destination some are kept, and those of others all the same", () => {
  const heard = createHeard();
  for (let at = 0; at < 3000; at++) heard.hear(`a${at}`, "des_a");
  heard.hear("b1", "des_b");
  expect(heard.take(3)).toEqual(["a0", "b1", "a1"]);
  expect(heard.take(5000)).toHaveLength(1998);
});
