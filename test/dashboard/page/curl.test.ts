import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf, type Sendable } from "../../../src/dashboard/page/records/curl.ts";

const bodyUrl = "http://127.0.0.1:1/v1/events/evt_1/raw_body";
const exactly = (text: string) => ({ text, size: Buffer.byteLength(text), exact: true });
const call = (changes: Partial<Sendable>): Sendable => ({
  method: "POST",
  url: "http://127.0.0.1:1/hook",
  headers: { "content-type": "application/json" },
  body: exactly("{}"),
  bodyUrl,
  ...changes,
});

/** What the shell makes of a command's words, and of what it reads. */
const wordsOf = (command: string) =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; ${command}`], {
    encoding: "utf8",
    env: { ...process.env, FASTHOOK_API_KEY: "key" },
  })
    .split("\0")
    .slice(0, -1);

test("a command sends the same again, whatever a shell would make of the text", () => {
  const text = '{ "quote": "it\'s $HOME `id` \\\\ \\"x\\"\\n", "big": 90071992547409931 }\n';
  const headers = {
    "content-type": "application/json",
    "x-many": ["1", "2"],
    "x-empty": "",
    host: "old",
    "content-length": "9",
  };
  const url = "http://127.0.0.1:1/in/t/a b?x=1&y='2'";
  expect(wordsOf(curlOf(call({ url, headers, body: exactly(text) })))).toEqual([
    "-X",
    "POST",
    url,
    "-H",
    "content-type: application/json",
    "-H",
    "x-many: 1",
    "-H",
    "x-many: 2",
    "-H",
    "x-empty;",
    "--data-raw",
    text,
  ]);
});

test("a body without a content type is not called a form", () => {
  expect(wordsOf(curlOf(call({ headers: {} }))).slice(3, 5)).toEqual(["-H", "content-type:"]);
});

test("a call without a body is one without data", () => {
  expect(wordsOf(curlOf(call({ headers: {}, body: exactly("") })))).toEqual(["-X", "POST", call({}).url]);
});

test.each([
  ["that is no text", { text: null, size: 3, exact: false }],
  ["that was packed", { text: "unpacked", size: 3, exact: false }],
  ["that is too long", exactly("x".repeat(200_000))],
  ["that is not at hand", null],
])("a body %s is piped from where the API has it", (_is, body) => {
  const command = curlOf(call({ body }));
  expect(command).toContain(`curl -s '${bodyUrl}' -H "authorization: Bearer $FASTHOOK_API_KEY" |`);
  expect(wordsOf(command).at(-1)).toBe("@-");
});

test("an address with brackets or dots is taken as it is", () => {
  const words = wordsOf(curlOf(call({ url: "http://127.0.0.1:1/a/../b?ids[]=1" })));
  expect(words.slice(0, 2)).toEqual(["--globoff", "--path-as-is"]);
});
