import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig, type Mode } from "../../src/config.ts";

const KEY = randomBytes(32).toString("base64");
const PRODUCTION = {
  MONGODB_URI: "mongodb://db.example/",
  TEMPORAL_ADDRESS: "temporal.example:7233",
  FASTHOOK_SECRET_KEY: KEY,
};

function faultsOf(mode: Mode, env: Record<string, string>): string[] {
  try {
    loadConfig(mode, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe("the configuration", () => {
  test("with faults in several variables has one line for each, the faulty subnet among them", () => {
    const env = {
      PORT: "x",
      FASTHOOK_ALLOWED_SUBNETS: "10.0.0.0/8, 10.0.0.0/64",
      FASTHOOK_SECRET_KEY: "short",
    };
    const faults = faultsOf("dev", env);
    expect(faults.map((line) => line.split(":")[0]).sort()).toEqual([
      "FASTHOOK_ALLOWED_SUBNETS",
      "FASTHOOK_SECRET_KEY",
      "PORT",
    ]);
    expect(faults.join("\n")).toContain('FASTHOOK_ALLOWED_SUBNETS: "10.0.0.0/64" is no subnet');
  });

  test.each([
    ["unset under dev", "dev", {}, ["127.0.0.0/8", "::1/128"]],
    ["unset in production", "production", PRODUCTION, []],
    ["empty", "dev", { FASTHOOK_ALLOWED_SUBNETS: "" }, []],
    ["a list", "dev", { FASTHOOK_ALLOWED_SUBNETS: " 10.0.0.1, fd00::/8 " }, ["10.0.0.1", "fd00::/8"]],
  ] as const)("with FASTHOOK_ALLOWED_SUBNETS %s under %s is read as meant", (_what, mode, env, subnets) => {
    expect(loadConfig(mode, env).allowedSubnets).toEqual(subnets);
  });

  test("of a command that needs the database alone asks for no Temporal", () => {
    const { TEMPORAL_ADDRESS: _, ...env } = PRODUCTION;
    expect(faultsOf("maintenance", env)).toEqual([]);
    expect(faultsOf("maintenance", {})).toHaveLength(2);
    expect(faultsOf("production", env)).toEqual([expect.stringContaining("TEMPORAL_ADDRESS: is required")]);
  });

  test("with an egress proxy that is none is told so, without the password in it", () => {
    const faults = faultsOf("dev", { FASTHOOK_EGRESS_PROXY: "https://user:hidden-word@proxy.example:3128" });
    expect(faults).toEqual([expect.stringMatching(/^FASTHOOK_EGRESS_PROXY: must be http:\/\/host:port/)]);
    expect(faults.join()).not.toContain("hidden-word");
  });

  test("takes several further secret keys, and refuses one that is none", () => {
    const other = randomBytes(32).toString("base64");
    const env = (list: string) => ({ ...PRODUCTION, FASTHOOK_SECRET_KEY_PREVIOUS: list });
    expect(loadConfig("production", env(`${other}, ${KEY}`)).otherSecretKeys).toEqual([other, KEY]);
    expect(loadConfig("production", env("")).otherSecretKeys).toEqual([]);
    expect(faultsOf("production", env(`${other},no`))).toEqual([
      expect.stringMatching(/^FASTHOOK_SECRET_KEY_PREVIOUS: must be 32 bytes/),
    ]);
  });
});
