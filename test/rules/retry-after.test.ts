import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "../../src/rules/retry-after.ts";

const NOW = new Date("1994-11-06T08:48:37.000Z");

describe("a Retry-After", () => {
  it.each<[string, number | null]>([
    ["120", 120_000],
    ["0", 0],
    [" 7\t", 7000],
    ["007", 7000],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 60_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 60_000],
    ["Sun Nov  6 08:49:37 1994", 60_000],
    ["Wed Nov 16 08:48:37 1994", 10 * 86_400_000],
    ["Sun, 06 Nov 1994 08:48:36 GMT", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["Saturday, 06-Nov-93 08:49:37 GMT", 0],
    ["Sat, 31 Dec 1994 23:59:60 GMT", Date.UTC(1995, 0, 1) - NOW.getTime()],
  ])("of %j asks for %s ms", (text, wait) => {
    expect(parseRetryAfter(text, NOW)).toBe(wait);
  });

  it.each([
    "",
    " ",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    "١٢",
    "1, 2",
    "soon",
    "null",
    "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-1994 08:49:37 GMT",
  ])("of %j asks for nothing", (text) => {
    expect(parseRetryAfter(text, NOW)).toBeNull();
  });

  it.each([
    ["50 years ahead stays ahead", "Sunday, 01-Jan-76 00:00:00 GMT", Date.UTC(2076, 0, 1)],
    ["51 years ahead was in the past", "Saturday, 01-Jan-77 00:00:00 GMT", null],
  ])("with a two-digit year %s", (_, text, date) => {
    const now = new Date("2026-01-01T00:00:00.000Z");
    expect(parseRetryAfter(text, now)).toBe(date === null ? 0 : date - now.getTime());
  });

  it("of any date that JavaScript writes is understood", () => {
    const date = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
    fc.assert(
      fc.property(date, (at) => {
        const seconds = Math.floor(at.getTime() / 1000) * 1000;
        expect(parseRetryAfter(at.toUTCString(), NOW)).toBe(Math.max(0, seconds - NOW.getTime()));
      }),
    );
  });

  it("of any text asks for a wait or nothing", () => {
    const like = fc.string({ unit: fc.constantFrom(..."0123456789-+.:, NovSunGMT") });
    fc.assert(
      fc.property(fc.oneof(fc.string(), like), (text) => {
        const wait = parseRetryAfter(text, NOW);
        return wait === null || (Number.isSafeInteger(wait) && wait >= 0);
      }),
    );
  });
});
