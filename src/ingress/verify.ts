import { createHmac, timingSafeEqual } from "node:crypto";
import { readForm } from "../payload/read.ts";
import type { Verification } from "../resources/source.ts";
import type { HeaderLines } from "../resources/wire.ts";
import { headerOf } from "./receive.ts";

/** What a signature may cover. */
export interface Signed {
  headerLines: HeaderLines;
  query: string;
  bytes: Buffer;
}

/** A Standard Webhooks timestamp may be this old, or this far ahead: 5 minutes, in seconds. */
const TOLERANCE = 300;

/** Whether the request is from the source's provider; null where the source does not ask. Works on the raw bytes. */
export function verify(how: Verification, signed: Signed, now: Date): boolean | null {
  switch (how.type) {
    case "none":
      return null;
    case "basic_auth": {
      const expected = Buffer.from(`${how.username}:${how.password}`).toString("base64");
      const [scheme, given] = (headerOf(signed.headerLines, "authorization") ?? "").split(/ +/);
      return scheme?.toLowerCase() === "basic" && same(given ?? "", expected);
    }
    case "api_key":
      return placesOf(how, signed).some((given) => same(given, how.value));
    case "hmac":
      return verifyHmac(how, signed);
    case "standard_webhooks":
      return verifyStandardWebhooks(how.secret, signed, now);
  }
}

function placesOf(
  how: { header?: string | undefined; query?: string | undefined },
  signed: Signed,
): string[] {
  if (how.header !== undefined) {
    const name = how.header.toLowerCase();
    return signed.headerLines.flatMap(([line, value]) => (line === name ? [value] : []));
  }
  return [readForm(signed.query)[how.query ?? ""] ?? []].flat();
}

function verifyHmac(how: Extract<Verification, { type: "hmac" }>, signed: Signed): boolean {
  const prefix = how.prefix ?? "";
  const given = headerOf(signed.headerLines, how.header.toLowerCase());
  if (given === null || !given.startsWith(prefix)) return false;
  const expected = createHmac(how.algorithm, how.secret).update(signed.bytes).digest(how.encoding);
  const signature = given.slice(prefix.length).trim();
  // Hex is one number in two spellings; base64 is not.
  return same(how.encoding === "hex" ? signature.toLowerCase() : signature, expected);
}

/** https://www.standardwebhooks.com, "Verifying signatures": any of several signatures may match. */
function verifyStandardWebhooks(secret: string, signed: Signed, now: Date): boolean {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(signed.headerLines, name),
  );
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key)
    .update(`${id}.${timestamp}.`)
    .update(signed.bytes)
    .digest("base64");
  return signatures.split(" ").some((signature) => same(signature, `v1,${expected}`));
}

/** Equality in a time that tells nothing of where two texts differ. */
function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
