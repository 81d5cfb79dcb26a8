import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { createFailpoint, FAILPOINTS, parseFailpoints } from "../../src/failpoints.ts";
import { readSourceFiles } from "../support/source-files.ts";
import { read } from "../deployment/checkout.ts";

describe("a failpoint", () => {
  it("that is not armed does not exist", () => {
    expect(createFailpoint(null, () => undefined)).toBeUndefined();
  });

  it("kills at its own passage alone, the first or the one that is named", () => {
    const deaths: string[] = [];
    let at = "";
    const failpoint = createFailpoint(parseFailpoints("after-send, after-insert:3"), () => deaths.push(at));
    const passages = [
      "after-insert",
      "after-send",
      "after-send",
      "after-insert",
      "after-insert",
      "after-mark",
    ];
    for (const [index, name] of passages.entries()) {
      at = `${name} at ${index}`;
      failpoint!(name as (typeof FAILPOINTS)[number]);
    }
    expect(deaths).toEqual(["after-send at 1", "after-insert at 4"]);
  });

  it("of every name stands at one place in the product, and in each lane those of an attempt", () => {
    const files = readSourceFiles("src", "activities").map((file) => file.path);
    const product = files
      .filter((path) => path !== "src/failpoints.ts")
      .map(read)
      .join("\n");
    const places = FAILPOINTS.map((name) => [name, product.split(`ailpoint?.("${name}")`).length - 1]);
    const ofAnAttempt = ["before-send", "after-send", "after-settlement"];
    expect(places).toEqual(FAILPOINTS.map((name) => [name, ofAnAttempt.includes(name) ? 2 : 1]));
  });
});

describe("FASTHOOK_FAILPOINTS", () => {
  const failpoints = (value?: string) => loadConfig("dev", { FASTHOOK_FAILPOINTS: value }).failpoints;

  it("not set, or empty, arms nothing", () => {
    expect([failpoints(), failpoints("")]).toEqual([null, null]);
  });

  it("arms what it names", () => {
    expect(failpoints("after-insert,after-start:2")).toEqual({ "after-insert": 1, "after-start": 2 });
  });

  it.each(["after-lunch", "after-insert:0", "after-insert:x", "after-insert;after-mark", ","])(
    "%s stops the start, and says what would be right",
    (value) => {
      expect(() => failpoints(value)).toThrow(/^FASTHOOK_FAILPOINTS: must be name or name:n, .*after-insert/);
    },
  );
});
