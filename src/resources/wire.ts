import { z } from "zod";

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** The same, checked. (`z.json()` can't be named, and so not be shared in the OpenAPI document.) */
export const JsonValue: z.ZodType<Json, Json> = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.string(),
      z.array(JsonValue),
      z.record(z.string(), JsonValue),
    ]),
  )
  .meta({ id: "Json" });

/** The prefix of an id says what it names. */
export const ID_PREFIXES = {
  team: "tm",
  api_key: "key",
  source: "src",
  destination: "des",
  connection: "con",
  transformation: "trf",
  request: "req",
  event: "evt",
  attempt: "att",
  execution: "exe",
  bulk_operation: "bulk",
  simulation: "sim",
  audit_entry: "aud",
} as const;
/** Everything that has an id. */
export type Noun = keyof typeof ID_PREFIXES;

/** An id of one noun, such as `evt_01k…`: prefix, then a part that sorts by time. */
export const Id = (noun: Noun) =>
  z
    .string()
    .regex(
      new RegExp(`^${ID_PREFIXES[noun]}_[0-9A-Za-z]{1,64}$`),
      `must be an id that starts with ${ID_PREFIXES[noun]}_`,
    )
    .meta({ examples: [`${ID_PREFIXES[noun]}_01k9zb3v2q8f6m4x7t5r1w0ncd`] });

/** A moment: ISO 8601 in UTC with milliseconds on the wire, a Date in documents. */
export const Timestamp = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** What a secret reads as, everywhere but where it was made. Sent back, it keeps the secret that was there. */
export const MASK = "********";

/** Marks a text as secret: masked in answers, encrypted at rest, never logged. See store/secrets.ts. */
export const secrets = z.registry<{ secret: true }>();
/** A text to be masked and encrypted: the one way to declare a field of that kind. */
export const Secret = (text: z.ZodString = z.string().min(1).max(4096)) =>
  text.clone().register(secrets, { secret: true });

/** What people call a thing; unique among its kind within a team. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(155)
  .regex(/^[^\p{Cc}]*$/u, "must not contain control characters");
/** Free text, shown to people and never interpreted. */
export const Description = z.string().max(2000).nullable();

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** A header's name (RFC 9110 token), kept as written. */
export const HeaderName = z.string().max(256).regex(TOKEN, "must be an HTTP header name");
/** A header's value: visible characters, spaces and tabs (RFC 9110 section 5.5). */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** A header that is set by configuration, at most 8 KiB. */
export const HeaderValue = z
  .string()
  .max(8192)
  .regex(HEADER_VALUE, "must not contain control characters, nor any beyond Latin-1");

/** The methods that a source may take and a destination may be called with. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
/** One of the `METHODS`, in capitals. */
export const Method = z.enum(METHODS);

/** Headers on the wire: lower-case name → its text, or the list of texts of a repeated one. */
export const Headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Header lines in order, each character one byte (latin1); those that were received have their names in lower case. */
export type HeaderLines = [name: string, value: string][];

/** The fields that every stored resource has. */
export const base = <N extends Noun>(noun: N) => ({
  id: Id(noun),
  team_id: Id("team"),
  created_at: Timestamp,
  updated_at: Timestamp,
});

/** How a resource lies in MongoDB: the domain object with `_id` in place of `id`. */
export type Stored<T extends { id: string }> = Omit<T, "id"> & { _id: string };

/** A domain object from its document. */
export function fromStored<T extends { id: string }>(document: Stored<T>): T {
  const { _id, ...rest } = document;
  return { id: _id, ...rest } as unknown as T;
}
