import { describe, expect, test } from "vitest";
import { InvalidOutput, readOutput } from "../../src/sandbox/output.ts";
import { aRequest } from "./example.ts";

const request = aRequest({ headers: { a: "1" } });
const read = (output: object) => readOutput(JSON.stringify(output), request);

describe("an output", () => {
  test("without any field: it is the request that was there", () => {
    expect(read({})).toEqual(request);
  });

  test("with one field: the others keep what they were", () => {
    expect(read({ path: "/new" })).toEqual({ ...request, path: "/new" });
  });

  test("with fields that no request has: they are dropped", () => {
    expect(read({ ...request, parsed_query: {}, url: "x" })).toEqual(request);
  });

  test("with a body of null: the body is null, not what was there", () => {
    expect(read({ body: null }).body).toBeNull();
  });

  test("with headers: they replace all that were there, by lower-case name, the last of a name", () => {
    const headers = { "X-A": "1", "x-list": ["a", "b"], "x-a": "2", "X-a": "3" };
    expect(read({ headers }).headers).toEqual({ "x-a": "3", "x-list": ["a", "b"] });
  });

  test("with a header named __proto__: it is a header", () => {
    const { headers } = readOutput('{"headers":{"__proto__":"x"}}', request);
    expect(Object.entries(headers)).toEqual([["__proto__", "x"]]);
  });

  test("with the request's own method, though no known one: it is kept", () => {
    expect(readOutput('{"method":"PURGE"}', { ...request, method: "PURGE" }).method).toBe("PURGE");
  });

  test.each([
    [{ method: "FETCH" }, "method must be one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"],
    [{ method: null }, "method must be one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"],
    [{ path: 5 }, "path must be a text"],
    [{ query: { a: 1 } }, "query must be a text"],
    [{ headers: null }, "headers must be an object"],
    [{ headers: ["a"] }, "headers must be an object"],
    [{ headers: { "a b": "1" } }, "headers: a b is not the name of a header"],
    [{ headers: { a: null } }, "headers: a must be a text or a list of texts"],
    [{ headers: { a: ["1", 2] } }, "headers: a must be a text or a list of texts"],
    [{ headers: { a: "1\r\nb: 2" } }, "headers: a must not contain control characters"],
    [["a"], "The handler must return a request, or null to ignore the event"],
  ])("of %j: it is refused", (output, message) => {
    expect(() => read(output)).toThrow(new InvalidOutput(message));
  });
});
