import { expect, test } from "vitest";
import {
  draftOf,
  draftOfValue,
  isSame,
  isUnfinished,
  readPiece,
  textOf,
  wordOf,
} from "../../../src/dashboard/page/form/json-draft.ts";

test("a text that is JSON is a draft with its value, and reads the same as that value's draft", () => {
  const draft = draftOf('[\n  {\n    "type": "delay"\n  }\n]');
  expect(draft).toEqual({ text: draft.text, value: [{ type: "delay" }], fault: null });
  expect(draftOfValue(draft.value)).toEqual(draft);
});

test("a text that is not JSON yet is kept as it was typed, with the fault", () => {
  const { text, value, fault } = draftOf('[{"type": ');
  expect([text, value]).toEqual(['[{"type": ', undefined]);
  expect(fault).toMatch(/JSON/);
});

test("a piece that is not JSON yet stands in the draft's text as it was typed, and keeps the rest in its fields", () => {
  const piece = readPiece('{ "a": $1');
  expect(isUnfinished(piece)).toBe(true);
  const { text, value, fault } = draftOfValue([{ type: "filter", body: piece }, { type: "delay" }]);
  expect(text).toContain('"body": { "a": $1\n');
  expect(value).toEqual([{ type: "filter", body: piece }, { type: "delay" }]);
  expect(fault).not.toBeNull();
});

test("a finished piece is its value", () => {
  expect(readPiece('{"a":1}')).toEqual({ a: 1 });
});

test("pieces are the same where they were typed the same", () => {
  expect(isSame(readPiece("{"), readPiece("{"))).toBe(true);
  expect(isSame(readPiece("{"), readPiece("["))).toBe(false);
  expect(isSame(undefined, null)).toBe(false);
  expect(textOf(undefined)).toBe("");
});

test("a piece that reads as JSON beside other fields alone is a fault, and changes none of them", () => {
  const rule = { type: "filter", body: readPiece('{"a":1}, "headers": {"x":2}'), headers: { kept: true } };
  const { text, value, fault } = draftOfValue([rule]);
  expect(JSON.parse(text)).toEqual([{ type: "filter", body: { a: 1 }, headers: { kept: true } }]);
  expect(value).toEqual([rule]);
  expect(fault).toMatch(/^Not JSON yet/);
});

test("a value that is no text reads as JSON in a field of text", () => {
  expect([wordOf("a"), wordOf(null), wordOf(5), wordOf({ a: 1 })]).toEqual(["a", "", "5", '{"a":1}']);
});
