import { expect, test } from "vitest";
import type { SendResult } from "../../src/delivery/client.ts";
import { redact } from "../../src/delivery/redact.ts";

const SECRET = 'a"b c&d=é';
const result = (parts: Partial<SendResult>): SendResult => ({
  response_status: 200,
  response_headers: {},
  response_body: "",
  response_body_truncated: false,
  error_code: null,
  error_message: null,
  remote_address: null,
  latency_ms: 1,
  retry_after: null,
  ...parts,
});

test.each([
  ["as it is", SECRET],
  ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
  ["in a query", encodeURIComponent(SECRET)],
  ["in a form", new URLSearchParams({ "": SECRET }).toString().slice(1)],
  ["in base64", Buffer.from(SECRET).toString("base64")],
])("a secret that an answer repeats %s is masked in its body, its headers and the message", (_form, text) => {
  const told = result({
    response_body: `<${text}> and <${text}>`,
    response_headers: { "x-one": text, "x-many": ["1", `2 ${text}`] },
    error_message: `it said ${text}`,
  });
  expect(redact(told, ["another secret", SECRET])).toEqual(
    result({
      response_body: "<********> and <********>",
      response_headers: { "x-one": "********", "x-many": ["1", "2 ********"] },
      error_message: "it said ********",
    }),
  );
});

test("a secret within another is masked with that one, and what is too short to be told apart stays", () => {
  const told = result({ response_body: "long-secret-and-more, long-secret, short" });
  const { response_body } = redact(told, ["short", "long-secret", "long-secret-and-more"]);
  expect(response_body).toBe("********, ********, short");
});

test("an answer that was cut within a secret does not end with its beginning", () => {
  const told = result({
    response_body: "x".repeat(65_500) + "bearer-token-of-36-c",
    response_body_truncated: true,
  });
  const { response_body } = redact(told, ["bearer-token-of-36-characters-in-all"]);
  expect(response_body).toBe(`${"x".repeat(65_500)}********`);
});

test("a result without an answer stays as it is", () => {
  const none = result({ response_status: null, response_headers: null, response_body: null });
  expect(redact(none, [SECRET])).toEqual(none);
});
