import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dedupeKey } from "../../src/outbox/dedupe.ts";
import { DeduplicateRule } from "../../src/resources/rule.ts";
import type { RequestDocument } from "../../src/store/documents.ts";
import { requestAt } from "./test-store.ts";

type Fields = Pick<DeduplicateRule, "include_fields" | "exclude_fields">;

const withBody = (text: string, contentType = "application/json"): Partial<RequestDocument> => ({
  body: Buffer.from(text),
  content_type: contentType,
});
const keyOf = (fields: Fields, changes: Partial<RequestDocument>) => {
  const rule = DeduplicateRule.parse({ type: "deduplicate", window: 60_000, ...fields });
  return dedupeKey(rule, { ...requestAt(new Date(0)), ...changes });
};
const header = (name: string, value: string): Partial<RequestDocument> => ({ header_lines: [[name, value]] });

const WHOLE: Fields = {};
const BODY: Fields = { include_fields: ["body"] };
const ID: Fields = { include_fields: ["body.id"] };

describe("two requests are copies", () => {
  const gzipped = {
    ...withBody(""),
    body: gzipSync('{"id":1}'),
    header_lines: [["content-encoding", "gzip"]],
  } satisfies Partial<RequestDocument>;

  it.each<[string, Fields, Partial<RequestDocument>, Partial<RequestDocument>]>([
    ["of equal bytes, whatever their headers", WHOLE, header("date", "today"), header("date", "tomorrow")],
    [
      "of bodies with the same fields in another order",
      BODY,
      withBody('{"a":1,"b":2}'),
      withBody('{"b":2, "a":1}'),
    ],
    ["of a body that is compressed and one that is not", ID, gzipped, withBody('{"id":1}')],
    [
      "with equal long numbers",
      BODY,
      withBody('{"id":12345678901234567890}'),
      withBody('{ "id": 12345678901234567890 }'),
    ],
    ["with a missing field and one that is null", ID, withBody("{}"), withBody('{"id":null}')],
    ["with texts that have no fields", ID, withBody("a", "text/plain"), withBody("b", "text/plain")],
    [
      "with equal elements of a list",
      { include_fields: ["body.items[*].sku"] },
      withBody('{"items":[{"sku":"a","n":1},{"sku":"b"}]}'),
      withBody('{"items":[{"sku":"a","n":2},{"sku":"b","x":[]}]}'),
    ],
    [
      "with an equal field of one element",
      { include_fields: ["body.a.b[0].c"] },
      withBody('{"a":{"b":[{"c":7},{"c":8}]}}'),
      withBody('{"a":{"b":[{"c":7}]},"z":1}'),
    ],
    [
      "with an equal header in another case",
      { include_fields: ["headers.X-Id"] },
      header("X-ID", "7"),
      header("x-id", "7"),
    ],
    [
      "with an equal query field",
      { include_fields: ["query.k"] },
      { query: "k=1&l=2" },
      { query: "l=3&k=1" },
    ],
    [
      "that differ only in what is excluded",
      { exclude_fields: ["body.items[*].at", "query.t"] },
      { ...withBody('{"items":[{"at":1,"n":1}]}'), query: "t=1" },
      { ...withBody('{"items":[{"at":2,"n":1}]}'), query: "t=2" },
    ],
  ])("%s", (_, fields, left, right) => {
    expect(keyOf(fields, left)).toBe(keyOf(fields, right));
  });
});

describe("two requests are not copies", () => {
  const binary = (...bytes: number[]) => ({
    ...withBody("", "application/octet-stream"),
    body: Buffer.from(bytes),
  });

  it.each<[string, Fields, Partial<RequestDocument>, Partial<RequestDocument>]>([
    ["with other bytes, though they read the same", WHOLE, withBody('{"id":1}'), withBody('{"id": 1}')],
    ["with other bytes that are no text", WHOLE, binary(0xff), binary(0xfe)],
    [
      "with other bytes that are no text, all but the query",
      { exclude_fields: ["query"] },
      binary(0xff),
      binary(0xfe),
    ],
    ["with another method", WHOLE, { method: "PUT" }, {}],
    ["with another path", WHOLE, { path: "/a" }, {}],
    ["with another query", WHOLE, { query: "a=1" }, { query: "a=2" }],
    ["with another value of a field", ID, withBody('{"id":1}'), withBody('{"id":2}')],
    ["with a number and a text", ID, withBody('{"id":1}'), withBody('{"id":"1"}')],
    ["with a field that is false and one that is missing", ID, withBody('{"id":false}'), withBody("{}")],
    ["with numbers beyond 2⁵³", ID, withBody('{"id":9007199254740993}'), withBody('{"id":9007199254740992}')],
    [
      "with a long number and its text",
      ID,
      withBody('{"id":9007199254740993}'),
      withBody('{"id":"9007199254740993"}'),
    ],
    [
      "with long numbers in texts",
      BODY,
      withBody(String.raw`{"a":"\\","b":"1\",12345678901234567890"}`),
      withBody(String.raw`{"a":"\\","b":"1\",12345678901234567891"}`),
    ],
    [
      "with elements in another order",
      { include_fields: ["body.items[*].sku"] },
      withBody('{"items":[{"sku":"a"},{"sku":"b"}]}'),
      withBody('{"items":[{"sku":"b"},{"sku":"a"}]}'),
    ],
    [
      "with one more element",
      { include_fields: ["body.items[*].sku"] },
      withBody('{"items":[{"sku":"a"}]}'),
      withBody('{"items":[{"sku":"a"},{"n":1}]}'),
    ],
    [
      "that differ in more than what is excluded",
      { exclude_fields: ["body.at"] },
      withBody('{"at":1,"id":1}'),
      withBody('{"at":1,"id":2}'),
    ],
    [
      "of which one has a text that is the other's in base64",
      BODY,
      withBody("a", "text/plain"),
      withBody('"YQ=="'),
    ],
  ])("%s", (_, fields, left, right) => {
    expect(keyOf(fields, left)).not.toBe(keyOf(fields, right));
  });
});

it("a text of megabytes of escapes beside a long number: has a key", () => {
  const text = `["${String.raw`\n`.repeat(4_500_000)}",12345678901234567890]`;
  expect(keyOf(BODY, withBody(text))).not.toBe(keyOf(BODY, withBody(text.replace("890]", "891]"))));
});
