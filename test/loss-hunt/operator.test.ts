import { expect, test } from "vitest";
import { planDeeds } from "../../loss-hunt/operator.ts";
import { seededRandom } from "../../loss-hunt/random.ts";

const plan = (seed: number) => planDeeds(seededRandom(seed), 60_000);

test("a seed makes the same deeds each time, another seed others, and both kinds are among them", () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
  expect(new Set(plan(7).map(({ kind }) => kind))).toEqual(new Set(["retry", "pause"]));
});
