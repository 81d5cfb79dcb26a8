import { describe, expect, test } from "vitest";
import { changeOf, fairShare, type Verdict } from "../../src/rules/verdict.ts";

const delivered = (body: string, headers = {}): Verdict => ({
  outcome: "delivered",
  cause: null,
  detail: null,
  payload: { method: "POST", path: "", query: "", headers, body },
});
const filtered: Verdict = { outcome: "ignored", cause: "FILTERED", detail: null };
const duplicate: Verdict = { outcome: "ignored", cause: "DUPLICATE", detail: { duplicate_of: "evt_1" } };
const failed: Verdict = { outcome: "failed", cause: "TRANSFORMATION_FAILED", detail: null };
const rejected: Verdict = { outcome: "rejected", cause: "METHOD_NOT_ALLOWED", detail: null };

describe("what a draft changes for a request", () => {
  test.each([
    [delivered("a"), delivered("a"), "unchanged"],
    [delivered("a", { "content-length": "1" }), delivered("a"), "unchanged"],
    [delivered("a"), delivered("b"), "payload_changed"],
    [delivered("a"), delivered("a", { "x-tag": "1" }), "payload_changed"],
    [delivered("a"), filtered, "newly_ignored"],
    [delivered("a"), failed, "newly_failed"],
    [filtered, delivered("a"), "newly_delivered"],
    [failed, delivered("a"), "newly_delivered"],
    [failed, filtered, "newly_ignored"],
    [filtered, { ...filtered, detail: { rule: 1 } }, "unchanged"],
    [filtered, duplicate, "cause_changed"],
    [duplicate, { ...duplicate, detail: { duplicate_of: "evt_2" } }, "unchanged"],
    [rejected, rejected, "unchanged"],
  ] as [Verdict, Verdict, string][])("from %j to %j is %s", (before, after, change) => {
    expect(changeOf(before, after)).toBe(change);
  });
});

describe("a bounded number of samples", () => {
  const samples = (text: string) => [...text].map((change, at) => ({ change, at }));
  const kept = (text: string, limit: number) => fairShare(samples(text), limit).map(({ at }) => at);

  test("has the first of each kind, and of each kind equally many", () => {
    expect(kept("aaaaabb", 4)).toEqual([0, 1, 5, 6]);
    expect(kept("aaaaabbc", 3)).toEqual([0, 5, 7]);
  });

  test("has more of one kind where there are none of another", () => {
    expect(kept("aaaaab", 4)).toEqual([0, 1, 2, 5]);
    expect(kept("aa", 4)).toEqual([0, 1]);
    expect(kept("ab", 0)).toEqual([]);
  });

  test("is the same whether they come at once or one after the other", () => {
    const all = samples("abaacbbacab");
    const oneByOne = all.reduce<typeof all>((found, sample) => fairShare([...found, sample], 5), []);
    expect(oneByOne).toEqual(fairShare(all, 5));
  });
});
