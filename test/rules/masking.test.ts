import { expect, test } from "vitest";
import { maskerOf } from "../../src/rules/masking.ts";

const MASKED = "********";

test.each([
  ["one that begins another", ["sk_live", "sk_live_abcdef"], "<sk_live_abcdef>, <sk_live>"],
  ["the longer one named first", ["sk_live_abcdef", "sk_live"], "<sk_live_abcdef>, <sk_live>"],
  ["one that ends another", ["abcdef", "sk_live_abcdef"], "<sk_live_abcdef>, <abcdef>"],
  ["two that overlap", ["one-two", "two-three"], "<one-two-three>, <two-three>"],
])("of secrets, %s, no part is left", (_case, secrets, text) => {
  expect(maskerOf(secrets)(text)).toBe(`<${MASKED}>, <${MASKED}>`);
});

test("a secret that follows itself is masked each time, and texts without secrets stay", () => {
  expect(maskerOf(["secret"])("secretsecret of no secre")).toBe(`${MASKED}${MASKED} of no secre`);
  expect(maskerOf([])("secret")).toBe("secret");
  expect(maskerOf([""])("secret")).toBe("secret");
});

test.each([
  ["within a secret", "key=abcdefghi", `key=${MASKED}`],
  ["within the longer of two secrets", "key=other-on", `key=${MASKED}`],
  ["after a secret", "key=abcdefghij", `key=${MASKED}`],
  ["where a secret begins like itself", "key=ababab", "key=********"],
  ["after so little that any text may end so", "key=abc", "key=abc"],
])("a text that was cut %s shows nothing of it that tells", (_where, text, shown) => {
  const mask = maskerOf(["abcdefghij", "other-one", "other-1", "abababab"]);
  expect(mask(text, { cut: true })).toBe(shown);
});

test("a whole text may end as a secret begins", () => {
  expect(maskerOf(["abcdefghij"])("key=abcdefghi")).toBe("key=abcdefghi");
});
