import { expect, test } from "vitest";
import { envOf, shownEnvOf, variablesOf } from "../../../src/dashboard/page/transformations/env-draft.ts";

test("variables are what they come from; for them to be shown, a new secret is masked, and nothing else", () => {
  const env = { REGION: "eu", KEPT: { value: "********", secret: true as const } };
  const variables = [...variablesOf(env), { name: "NEW", value: "hush", secret: true, saved: false }];
  expect(envOf(variables)).toEqual({ ...env, NEW: { value: "hush", secret: true } });
  expect(shownEnvOf(variables)).toEqual({ ...env, NEW: { value: "(a new secret)", secret: true } });
});
