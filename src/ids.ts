import { createHash, randomBytes } from "node:crypto";
import { ID_PREFIXES, type Noun } from "./resources/wire.ts";

/** Crockford's base 32 in lower case: sorts as text as the numbers do. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LENGTH = 10;
const ORDER_LENGTH = 3;
const REST_LENGTH = 13;
const ORDERS = 32 ** ORDER_LENGTH;

/** Bytes of randomness that are fetched at once: a call for each id would cost more than the id. */
const POOL = 4096;

let lastTime = 0;
let order = 0;
let pool: Uint8Array = new Uint8Array(0);

/**
 * A new id: prefix, the time (48 bits), the order within that millisecond in this process, and 65 random bits. Ids
 * of one noun sort as text by their time.
 */
export function newId(noun: Noun, at: Date): string {
  order = at.getTime() === lastTime ? (order + 1) % ORDERS : 0;
  lastTime = at.getTime();
  return `${ID_PREFIXES[noun]}_${idFloor(at)}${base32(order, ORDER_LENGTH)}${letters(randomBits())}`;
}

/**
 * The same id for the same parts, always: what makes a repeated step harmless. Sorts by `at`, and within it like
 * `parent`, which it is derived from.
 */
export function derivedId(noun: Noun, at: Date, parent: string, ...parts: (string | number)[]): string {
  const digest = createHash("sha256")
    .update([parent, ...parts].join("\0"))
    .digest();
  const start = parent.indexOf("_") + 1 + TIME_LENGTH;
  const place = parent.slice(start, start + ORDER_LENGTH);
  return `${ID_PREFIXES[noun]}_${idFloor(at)}${place}${letters(digest.subarray(0, REST_LENGTH))}`;
}

/** The id of the event that a routing makes of a request on a connection: number 0 is the routing at ingress. */
export function eventIdOf(at: Date, requestId: string, connectionId: string, routingNumber: number): string {
  return derivedId("event", at, requestId, connectionId, routingNumber);
}

/** The time part of every id made in that millisecond: with it, a range of times is a range of ids. */
export function idFloor(at: Date): string {
  return base32(at.getTime(), TIME_LENGTH);
}

/** When what an id names was made, or received. */
export function idTime(id: string): Date {
  const start = id.indexOf("_") + 1;
  const digits = [...id.slice(start, start + TIME_LENGTH)];
  return new Date(digits.reduce((time, digit) => time * 32 + ALPHABET.indexOf(digit), 0));
}

/** 160 random bits for URLs and keys, as letters and digits. */
export function randomToken(): string {
  return letters(randomBytes(32));
}

/** As many bytes as the rest of an id has letters, each used once. */
function randomBits(): Uint8Array {
  if (pool.length < REST_LENGTH) pool = randomBytes(POOL);
  const bits = pool.subarray(0, REST_LENGTH);
  pool = pool.subarray(REST_LENGTH);
  return bits;
}

function letters(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += ALPHABET[byte % 32]!;
  return text;
}

function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32]! + text;
  return text;
}
