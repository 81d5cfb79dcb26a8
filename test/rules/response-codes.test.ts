import { describe, expect, it } from "vitest";
import { isRetriedStatus } from "../../src/rules/response-codes.ts";

describe("response status codes", () => {
  it.each<[string, string[] | undefined, number[], number[]]>([
    ["by default", undefined, [100, 199, 300, 404, 429, 500, 599, 600], [200, 204, 299]],
    ["of one status", ["429"], [429], [428, 430, 500]],
    ["of a range", ["500-599"], [500, 550, 599], [499, 600]],
    ["of several", ["500-599", "429"], [429, 500], [404]],
    ["with an exception", ["500-599", "!501"], [500, 502], [501, 429]],
    ["with an exception that comes first", ["!501", "500-599"], [500], [501]],
    ["of exceptions alone", ["!404", "!500-503"], [400, 504, 302], [404, 500, 503, 200]],
    ["of a status that is excepted too", ["429", "!429"], [], [429, 500]],
  ])("%s retry what they choose", (_, expressions, retried, others) => {
    expect(retried.filter((status) => !isRetriedStatus(expressions, status))).toEqual([]);
    expect(others.filter((status) => isRetriedStatus(expressions, status))).toEqual([]);
  });
});
