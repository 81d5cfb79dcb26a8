import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf } from "../../../src/dashboard/page/records/curl.ts";
import type { Wire } from "../../../src/dashboard/page/wire.ts";

const request = (headers: Wire["request"]["headers"], body: Wire["data"]["body"]) =>
  ({
    method: "POST",
    path: "/a b",
    query: "x=1&y='2'",
    headers,
    data: { headers, body, query: "", path: "" },
  }) as unknown as Wire["request"];

/** What the shell makes of a command's words. */
const wordsOf = (command: string) =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

test("a command sends the same again, whatever a shell would make of the text", () => {
  const body = { quote: 'it\'s $HOME `id` \\ "x"\n' };
  const headers = {
    "content-type": "application/json",
    "x-many": ["1", "2"],
    host: "old",
    "content-length": "9",
  };
  expect(wordsOf(curlOf("http://127.0.0.1:1/in/t", request(headers, body)))).toEqual([
    "-X",
    "POST",
    "http://127.0.0.1:1/in/t/a b?x=1&y='2'",
    "-H",
    "content-type: application/json",
    "-H",
    "x-many: 1",
    "-H",
    "x-many: 2",
    "--data-raw",
    JSON.stringify(body),
  ]);
});

test("a form is sent as a form", () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const words = wordsOf(curlOf("http://127.0.0.1:1/in/t", request(headers, { a: "1 2", b: ["3", "4"] })));
  expect(words.at(-1)).toBe("a=1+2&b=3&b=4");
});
