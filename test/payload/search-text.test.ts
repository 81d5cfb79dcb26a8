import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { foldCase, isFoundIn, searchText, type Searched } from "../../src/payload/search-text.ts";

const received = (body: string | Buffer, type: string | null, changes: Partial<Searched> = {}): Searched => ({
  _id: "req_1",
  path: "/orders",
  query: "",
  header_lines: [["x-kind", "Test"]],
  content_type: type,
  body: Buffer.from(body),
  ...changes,
});
const gzipped = { header_lines: [["content-encoding", "gzip"]] as [string, string][] };

test.each<[string, Searched, string]>([
  ["its id", received("", null), "req_1"],
  ["its path", received("", null), "/Orders"],
  ["a header's value", received("", null), "TEST"],
  ["its query as received", received("", null, { query: "a=b%20c" }), "b%20C"],
  ["its query decoded", received("", null, { query: "a=b%20c&d=e+f" }), "b c&d=E F"],
  ["JSON as received", received('{"a" : 1}', "application/json"), '"a" : 1'],
  ["JSON without spaces", received('{"a" : [1,\n 2]}', "application/json"), '"a":[1,2]'],
  ["JSON without escapes", received('{"u":"https:\\/\\/M\\u00fcller"}', "application/json"), "//müller"],
  ["JSON without a content type", received('{"u":"\\u00fc"}', null), "Ü"],
  ["what is no JSON as it is", received('{"a": \\u00fc', "application/json"), '"a": \\u00FC'],
  ["form fields decoded", received("name=J%C3%BCrgen+A", "application/x-www-form-urlencoded"), "jürgen a"],
  ["text in any case", received("ΟΔΟΣ Ärger", "text/plain"), "οδος ÄRGER"],
  ["a compressed body", received(gzipSync('{"a":"needle"}'), "application/json", gzipped), "Needle"],
  ["a zero byte", received("a\0b", "text/plain"), "a\0b"],
])("%s is found, in the kept text and in the bytes", (_what, request, text) => {
  expect(searchText(request)).toContain(foldCase(text));
  expect(isFoundIn(request, foldCase(text))).toBe(true);
});

test.each<[string, Searched, string]>([
  ["a header's name", received("", null), "x-kind"],
  ["what stands across two parts", received("body", "text/plain"), "testbody"],
  ["what is not there", received('{"a":1}', "application/json"), '"b"'],
  ["a pattern", received("abc", "text/plain"), "a.c"],
])("%s is not found", (_what, request, text) => {
  expect(searchText(request)).not.toContain(text);
  expect(isFoundIn(request, text)).toBe(false);
});

test("a body of more than 64 KiB keeps no text, and is searched in its bytes", () => {
  const request = received(`${"x".repeat(65_536)} Needle`, "text/plain");
  expect(searchText(request)).toBeNull();
  expect(isFoundIn(request, "needle")).toBe(true);
});

test("a compressed body that would be too large keeps no text", () => {
  const large = (size: number) => received(gzipSync("y".repeat(size)), "text/plain", gzipped);
  expect(searchText(large(60_000))).toContain("yyy");
  expect(searchText(large(70_000))).toBeNull();
});

test("a request without its body is found by the rest", () => {
  expect(searchText({ ...received("", null), body: null })).toContain("/orders");
});

test("JSON that is nested too deep to be written again is searched as it was received", () => {
  const request = received(`${"[".repeat(20_000)}"needle"${"]".repeat(20_000)}`, "application/json");
  expect(isFoundIn(request, '["needle"]')).toBe(true);
});
