import { describe, expect, it } from "vitest";
import type { Verification } from "../../src/resources/verification.ts";
import { examine, maskCredential, signSample } from "../../src/verification/verification.ts";
import { EACH, EXAMPLES } from "./examples.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const lines: [string, string][] = [
  ["authorization", "Basic dTpw"],
  ["x-gitlab-token", "t"],
  ["x-key", "k"],
  ["x-key", "k2"],
  ["x-other", "o"],
];
const masked = (how: Verification, query = "") => maskCredential(how, { headerLines: lines, query });
const maskedNames = (how: Verification) =>
  masked(how).headerLines.flatMap(([name, value]) => (value === "********" ? [name] : []));

describe("a password that the provider sends along", () => {
  it("is masked in its header, every line of it, and nothing else is", () => {
    expect(maskedNames({ type: "basic_auth", username: "u", password: "p" })).toEqual(["authorization"]);
    expect(maskedNames(EXAMPLES.postmark.how)).toEqual(["authorization"]);
    expect(maskedNames(EXAMPLES.gitlab.how)).toEqual(["x-gitlab-token"]);
    expect(maskedNames({ type: "api_key", header: "X-Key", value: "k" })).toEqual(["x-key", "x-key"]);
  });

  it.each([
    ["token=s", "token=********"],
    ["a=1&token=a+b%26c&b=2", "a=1&token=********&b=2"],
    ["token=1&token=2", "token=********&token=********"],
    ["t%6fken=s&x", "t%6fken=********&x"],
    ["token", "token=********"],
    ["a=token&tokens=1&Token=2&x=%zz", "a=token&tokens=1&Token=2&x=%zz"],
    ["", ""],
  ])("in the query %j becomes %j", (query, expected) => {
    expect(masked({ type: "api_key", query: "token", value: "s" }, query).query).toBe(expected);
  });

  it("is masked in Meta's handshake too, where that is stored because the source is disabled", () => {
    expect(masked(EXAMPLES.meta.how, "hub.mode=subscribe&hub.verify_token=v").query).toBe(
      "hub.mode=subscribe&hub.verify_token=********",
    );
  });

  const others = EACH.filter(([name]) => !["gitlab", "postmark"].includes(name));
  it.each(others)("is not among what %s sends, and no header is masked", (_name, { how }) => {
    expect(maskedNames(how)).toEqual([]);
  });
});

describe("a sample of what has no preset", () => {
  const call = {
    method: "POST",
    url: "https://h.example/in/t?a=1",
    headerLines: [],
    bytes: Buffer.from("body"),
  };
  const WAYS: Verification[] = [
    { type: "hmac", algorithm: "sha512", encoding: "base64url", header: "X-Sig", prefix: "v=", secret: "s" },
    { type: "hmac", algorithm: "sha1", encoding: "hex", header: "x-sig", secret: "s" },
    { type: "basic_auth", username: "jürgen", password: "a:b" },
    { type: "api_key", header: "X-Key", value: "k" },
    { type: "api_key", query: "the key", value: "a b&c" },
  ];

  it.each(WAYS)("is verified by the same fields: %j", (how) => {
    const sample = signSample(how, call, { now: NOW, id: "1" });
    expect(examine(how, sample, NOW)).toMatchObject({ verified: true });
    expect(examine(how, call, NOW)).toMatchObject({ verified: false });
  });

  it("is the call itself where the source does not verify", () => {
    expect(signSample({ type: "none" }, call, { now: NOW, id: "1" })).toEqual(call);
  });

  it("can't be made without the private key where the provider has one", () => {
    const sign = () => signSample(EXAMPLES.discord.how, call, { now: NOW, id: "1" });
    expect(sign).toThrow("private key");
  });
});
