import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { headerRecord, readBody, readForm } from "../../src/payload/read.ts";

const gzipped = (times: number): Buffer =>
  Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from('{"id":1}'));
const codings = (count: number) => Array<string>(count).fill("gzip").join(", ");

test("a body under three content codings, beside identity, is read", () => {
  expect(readBody(gzipped(3), null, `identity, ${codings(3)},`)).toEqual({ id: 1 });
});

test("a body under four content codings reads as the raw text", () => {
  expect(readBody(gzipped(4), null, codings(4))).toBe(gzipped(4).toString("utf8"));
});

test("half a million fields of one name are read in one go, as a list", () => {
  const many = 500_000;
  const body = readBody(Buffer.from("a=1&".repeat(many)), "application/x-www-form-urlencoded", null);
  expect((body as { a: string[] }).a).toHaveLength(many);
  expect(readForm("a=1&b=2&a=3&a=")).toEqual({ a: ["1", "3", ""], b: "2" });
});

test("header lines that come again are a list in their order, each name in lower case as it was given", () => {
  const lines = [
    ["via", "a"],
    ["host", "h"],
    ["via", "b"],
    ["via", "a"],
  ] as const;
  expect(headerRecord(lines)).toEqual({ via: ["a", "b", "a"], host: "h" });
});
