import { describe, expect, it } from "vitest";
import { readManifest } from "../../src/commands/manifest.ts";
import { planOf, type Present } from "../../src/commands/plan.ts";
import type { Json } from "../../src/resources/wire.ts";

const MASK = "********";
const plain = { prune: false, secrets: false };

function planned(wanted: Json, there: Json, variables: Record<string, string> = {}, options = plain) {
  const destination = (settings: Json) => ({
    name: "billing",
    url: "https://billing.example.com",
    ...(settings as object),
  });
  const manifest = readManifest([{ destinations: [destination(wanted)] }], (name) => variables[name]);
  const present = [
    { noun: "destination", name: "billing", id: "des_1", settings: destination(there) },
  ] as Present[];
  return planOf(manifest, present, options)[0];
}

const headers = (names: Record<string, string>) => ({ auth: { type: "custom_headers", headers: names } });

describe("a plan", () => {
  it("of a secret that is gone from the file, among others that stay, is a change", () => {
    const step = planned(headers({ "x-a": "one" }), headers({ "x-a": MASK, "x-b": MASK }));
    expect(step).toMatchObject({
      action: "update",
      fields: [{ path: "auth.headers.x-b", from: MASK, to: null }],
      secrets: ["auth.headers.x-a"],
    });
  });

  it("of a secret that is new is a change that does not show it", () => {
    const step = planned(headers({ "x-a": "one", "x-b": "two" }), headers({ "x-a": MASK }));
    expect(step).toMatchObject({
      action: "update",
      fields: [{ path: "auth.headers.x-b", from: null, to: MASK }],
    });
  });

  it("of a signing whose secret the file leaves to the gateway is none", () => {
    const signing = { type: "standard_webhooks" };
    expect(planned({ signing }, { signing: { ...signing, secret: MASK } })).toMatchObject({
      action: "unchanged",
    });
  });

  it("needs no variable for a secret that is there, and does need it to send secrets again", () => {
    const auth = { auth: { type: "bearer", token: "${TOKEN}" } };
    const there = { auth: { type: "bearer", token: MASK } };
    expect(planned(auth, there)).toMatchObject({ action: "unchanged", secrets: ["auth.token"] });
    expect(() => planned(auth, there, {}, { prune: false, secrets: true })).toThrow("TOKEN is not set");
    expect(planned(auth, there, { TOKEN: "t" }, { prune: false, secrets: true })).toMatchObject({
      action: "update",
    });
  });

  it("of a variable that is not set and stands for no secret is refused", () => {
    expect(() => planned({ description: "${NONE}" }, { description: "old" })).toThrow("NONE is not set");
  });

  it("of a nested default that the file leaves out is none", () => {
    const there = { rate_limit: { limit: 5, period: "second" }, headers: {} };
    expect(planned({ rate_limit: { limit: 5, period: "second" } }, there)).toMatchObject({
      action: "unchanged",
    });
  });
});
