import { expect, test } from "vitest";
import type { StoredEnv } from "../../src/resources/transformation.ts";
import { hideInExecution, hideInOutput } from "../../src/transform/hide.ts";

const MASKED = "********";
const env: StoredEnv = {
  BRAND: { value: "sk_live", secret: true },
  KEY: { value: "sk_live_abcdef123456", secret: true },
  FIELD: { value: "body", secret: true },
  REGION: { value: "eu-west", secret: false },
};

test("an output's record shows no secret variable, as a value, a field or a header, and keeps its own parts", () => {
  const output = {
    method: "POST",
    path: "/sk_live_abcdef123456",
    query: "",
    headers: { "x-sk_live": ["sk_live_abcdef123456", "eu-west"] },
    body: { sk_live_abcdef123456: 1, list: [{ deep: "of sk_live" }, null] },
  };
  expect(hideInOutput(output, env)).toEqual({
    method: "POST",
    path: `/${MASKED}`,
    query: "",
    headers: { [`x-${MASKED}`]: [MASKED, "eu-west"] },
    body: { [MASKED]: 1, list: [{ deep: `of ${MASKED}` }, null] },
  });
});

test("what code logs and throws shows no secret variable, nor the beginning of one where it was cut", () => {
  const error = { name: "Error", message: "refused sk_live_abc", stack: "at sk_live_abcdef123456", line: 3 };
  const logs = [
    { level: "log" as const, message: "sk_live_abcdef123456 of sk_l" },
    { level: "warn" as const, message: "and sk_live_abcdef1" },
  ];
  const execution = { status: "error" as const, error, logs, logs_truncated: true, duration_ms: 1 };
  expect(hideInExecution(execution, env)).toEqual({
    ...execution,
    error: { name: "Error", message: `refused ${MASKED}`, stack: `at ${MASKED}`, line: 3 },
    logs: [
      { level: "log", message: `${MASKED} of sk_l` },
      { level: "warn", message: `and ${MASKED}` },
    ],
  });
});

const PEM = '-----BEGIN "KEY"-----\na\\b c\n';

test.each([
  ["JSON", JSON.stringify({ PEM }), `{"PEM":"${MASKED}"}`],
  ["a URL", `?k=${encodeURIComponent(PEM)}`, `?k=${MASKED}`],
  ["a form", new URLSearchParams({ k: PEM }).toString(), `k=${MASKED}`],
  ["base64", `Basic ${btoa(PEM)}`, `Basic ${MASKED}`],
])("a secret variable that stands in %s is hidden in logs, errors and outputs", (_where, text, shown) => {
  const own: StoredEnv = { PEM: { value: PEM, secret: true } };
  const logs = [{ level: "log" as const, message: text }];
  const error = { name: "Error", message: text, stack: text, line: null };
  const execution = { status: "error" as const, error, logs, logs_truncated: false, duration_ms: 1 };
  expect(hideInExecution(execution, own)).toMatchObject({
    logs: [{ message: shown }],
    error: { message: shown, stack: shown },
  });
  const output = { method: "POST", path: "/", query: "", headers: {}, body: text };
  expect(hideInOutput(output, own).body).toBe(shown);
});

test("a secret variable with half a surrogate pair is hidden, and nothing is thrown", () => {
  const own: StoredEnv = { HALF: { value: "half\ud800", secret: true } };
  const output = { method: "POST", path: "/", query: "", headers: {}, body: "half\ud800" };
  expect(hideInOutput(output, own).body).toBe(MASKED);
});
