import { expect, it } from "vitest";
import { apiRoutes } from "../../src/api/api.ts";
import { Verification } from "../../src/resources/verification.ts";
import { TRICKY_URLS } from "../delivery/tricky-urls.ts";
import { readDocument } from "../support/readme.ts";
import { ORACLES } from "../verification/oracles.ts";

const text = readDocument("SECURITY.md").replace(/\s+/g, " ");
/** Declaring routes asks nothing of what they need. */
const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything });
/** Not one provider's: none, hmac, basic_auth, api_key. */
const GENERIC = 4;

it.each([
  ["routes", /more than (\d+) routes/, apiRoutes(anything as Parameters<typeof apiRoutes>[0]).length - 1],
  ["tricky URLs", /more than (\d+) tricky URLs/, TRICKY_URLS.length - 1],
  ["presets", /Of (\d+) presets/, Verification.options.length - GENERIC],
  ["presets with an oracle", /presets, (\d+) or more are compared/, Object.keys(ORACLES).length],
])("SECURITY.md promises no more %s than are tested", (_what, pattern, actual) => {
  const promised = Number(pattern.exec(text)?.[1]);
  expect(promised).toBeGreaterThan(0);
  expect(actual).toBeGreaterThanOrEqual(promised);
});
