import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readBody } from "../../src/payload/read.ts";

const gzipped = (times: number): Buffer =>
  Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from('{"id":1}'));
const codings = (count: number) => Array<string>(count).fill("gzip").join(", ");

test("a body under three content codings, beside identity, is read", () => {
  expect(readBody(gzipped(3), null, `identity, ${codings(3)},`)).toEqual({ id: 1 });
});

test("a body under four content codings reads as the raw text", () => {
  expect(readBody(gzipped(4), null, codings(4))).toBe(gzipped(4).toString("utf8"));
});
