import { queryFields, queryOf, same, withHeader, type Call } from "./call.ts";
import type { Proof, ProofPlace } from "./proof.ts";
import type { Pen, Place, Rule } from "./rule.ts";
import type { Message, Scheme } from "./scheme.ts";

/** How old a timestamp may be. Providers' libraries count whole seconds of the clock, unless `exact`. */
export interface Freshness {
  /** How the provider writes the time: as a number of these since 1970, or as ISO 8601 in UTC. */
  unit: "s" | "ms" | "iso";
  /** Seconds. */
  past: number;
  /** Seconds ahead of our clock; without it, any. */
  ahead?: number;
  exact?: boolean;
}

/** A provider that signs its calls. */
interface SignatureRow<Fields> extends Pick<Rule<Fields>, "documentation" | "handshake" | "acknowledgement"> {
  place: ProofPlace;
  scheme: Scheme<Fields>;
  /** What is signed. More than one where providers differ in how they write it; the first is what we sign. */
  message: (call: Call, proof: Proof, fields: Fields) => Message[];
  freshness?: Freshness;
  /** What else must hold, such as the hash of a body that the signature does not cover. */
  also?: (call: Call) => string | null;
  /** Puts into a call what has to be there before it is signed. */
  prepare?: (call: Call, pen: Pen) => Call;
}

const NO_MATCH = { fault: "the signature is of another secret, another body or another URL" };
const NO_KEY = { fault: "the source's public key or certificate can't be read" };

/** The rule of a provider that signs its calls, from what it signs, how, and where it puts the signature. */
export function signature<Fields>(row: SignatureRow<Fields>): Rule<Fields> {
  const { place, scheme, message, freshness, also, prepare, ...extras } = row;
  const matches = (fields: Fields, messages: Message[], signatures: string[]) =>
    messages.some((it) => signatures.some(scheme.verifier(fields, it)));
  return {
    ...extras,
    check(call, fields, now) {
      const proof = place.read(call);
      if ("fault" in proof) return proof;
      const stale = freshness ? staleness(proof.timestamp ?? "", freshness, now) : null;
      const fault = stale ?? also?.(call) ?? null;
      if (fault !== null) return { fault };
      try {
        return matches(fields, message(call, proof, fields), proof.signatures) ? null : NO_MATCH;
      } catch {
        // Nothing throws here but the reading of a key that only looks like one.
        return NO_KEY;
      }
    },
    sign(call, fields, pen) {
      const prepared = prepare ? prepare(call, pen) : call;
      const unsigned: Proof = { signatures: [], timestamp: written(pen.now, freshness?.unit), id: pen.id };
      const [first = []] = message(prepared, unsigned, fields);
      return place.write(prepared, {
        ...unsigned,
        signatures: [scheme.make(fields, first, pen.privateKey)],
      });
    },
  };
}

function written(now: Date, unit: Freshness["unit"] = "s"): string {
  if (unit === "iso") return now.toISOString();
  return String(unit === "ms" ? now.getTime() : Math.floor(now.getTime() / 1000));
}

/** Seconds since 1970, or null for what is no time in that unit. */
function secondsOf(timestamp: string, unit: Freshness["unit"]): number | null {
  if (unit === "iso") return ISO_UTC.test(timestamp) ? Date.parse(timestamp) / 1000 : null;
  return /^\d{1,15}$/.test(timestamp) ? Number(timestamp) / (unit === "ms" ? 1000 : 1) : null;
}

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const WRITING = { s: "number of s", ms: "number of ms", iso: "time in ISO 8601 and UTC" };

/** Why a timestamp doesn't count, or null. */
function staleness(timestamp: string, freshness: Freshness, now: Date): string | null {
  const { unit, past, ahead = Infinity, exact = unit === "ms" } = freshness;
  const then = secondsOf(timestamp, unit);
  if (then === null || Number.isNaN(then)) return `the timestamp is no ${WRITING[unit]}`;
  const clock = exact ? now.getTime() / 1000 : Math.floor(now.getTime() / 1000);
  const age = clock - then;
  if (age > past) return `the timestamp is ${Math.ceil(age)} s old, ${past} s are allowed`;
  return -age > ahead ? `the timestamp is ${Math.ceil(-age)} s ahead, ${ahead} s are allowed` : null;
}

/** A provider that sends a password along. */
interface CredentialRow<Fields> extends Pick<Rule<Fields>, "documentation" | "challenge"> {
  place: (fields: Fields) => Place;
  /** What may stand there. The first is what we write. */
  expected: (fields: Fields) => string[];
  /** The text found, in the writing of what is expected. */
  read?: (text: string) => string;
}

/** The rule of a provider that sends a password along: of a repeated name any place counts. */
export function credential<Fields>(row: CredentialRow<Fields>): Rule<Fields> {
  const { place, expected, read = (text) => text, ...extras } = row;
  return {
    ...extras,
    credential: place,
    check(call, fields) {
      const at = place(fields);
      const given = textsAt(call, at).map(read);
      const where = "header" in at ? `the header ${at.header}` : `the query's ${at.query}`;
      if (given.length === 0) return { fault: `${where} is missing` };
      const right = given.some((text) => expected(fields).some((it) => same(text, it)));
      return right ? null : { fault: `${where} is not what the source expects` };
    },
    sign(call, fields) {
      const at = place(fields);
      const [value = ""] = expected(fields);
      if ("header" in at) return withHeader(call, at.header, value);
      const query = new URLSearchParams([[at.query, value]]).toString();
      const before = queryOf(call.url);
      return { ...call, url: `${call.url.split("?", 1)[0]}?${before ? `${before}&` : ""}${query}` };
    },
  };
}

function textsAt(call: Call, place: Place): string[] {
  if ("query" in place) return queryFields(call).getAll(place.query);
  return call.headerLines.flatMap(([name, value]) => (name === place.header ? [value] : []));
}

/** Basic authentication (RFC 7617), in UTF-8. */
export function basicAuth(documentation: string): Rule<{ username: string; password: string }> {
  return credential({
    documentation,
    place: () => ({ header: "authorization" }),
    expected: ({ username, password }) => [
      `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
    ],
    read: (text) => text.replace(/^basic +/i, "Basic "),
    challenge: 'Basic realm="webhooks", charset="UTF-8"',
  });
}
