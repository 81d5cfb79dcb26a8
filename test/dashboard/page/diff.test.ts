import { describe, expect, it } from "vitest";
import { diffLines } from "../../../src/dashboard/page/parts/diff.ts";

const told = (before: string, after: string) =>
  diffLines(before, after).map(
    ({ kind, text }) => ({ same: " ", less: "-", more: "+", gap: "~" })[kind] + text,
  );
const letters = (text: string) => [...text].join("\n");

describe("a diff", () => {
  it("of equal texts is one gap", () => {
    expect(told("a\nb", "a\nb")).toEqual(["~2 unchanged lines"]);
  });

  it("of nothing and something takes no line away", () => {
    expect(told("", "a=1")).toEqual(["+a=1"]);
  });

  it("tells a changed line as one taken away and one added", () => {
    expect(told("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  });

  it("leaves out what is far from a change", () => {
    expect(told(letters("abcdefgX"), letters("abcdefgY"))).toEqual([
      "~4 unchanged lines",
      " e",
      " f",
      " g",
      "-X",
      "+Y",
    ]);
  });

  it("keeps the longest common lines between two changes", () => {
    expect(told(letters("1ab2"), letters("3ab4"))).toEqual(["-1", "+3", " a", " b", "-2", "+4"]);
  });

  it.each([
    ["", "a\nb"],
    ["a\nb", ""],
    ["a\na\nb", "a\nb\nb"],
    [letters("kitten"), letters("sitting")],
  ])("of %j and %j gives back both", (before, after) => {
    const lines = diffLines(before, after).filter(({ kind }) => kind !== "gap");
    const side = (left: "less" | "more") =>
      lines.flatMap(({ kind, text }) => (kind === "same" || kind === left ? [text] : [])).join("\n");
    expect([side("less"), side("more")]).toEqual([before, after]);
  });

  it("of texts too large for a table shows both as a whole", () => {
    const lines = (mark: string) => Array.from({ length: 2500 }, (_, at) => `${mark}${at}`).join("\n");
    const kinds = diffLines(lines("a"), lines("b")).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "less")).toHaveLength(2500);
    expect(kinds.filter((kind) => kind === "more")).toHaveLength(2500);
  });
});
