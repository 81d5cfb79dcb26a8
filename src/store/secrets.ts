import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { MASK, secrets } from "../resources/wire.ts";

const SEALED = /^sealed:([0-9a-f]{8}):([A-Za-z0-9+/=]+)$/;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts secrets at rest with AES-256-GCM, each bound to its team and record. */
export interface Vault {
  /** A copy of `value` with each field that `schema` marks as secret encrypted. */
  seal: <T>(schema: z.ZodType, value: T, owner: SecretOwner) => T;
  /** The reverse. Throws UnknownSecretKey or DamagedSecret. */
  open: <T>(schema: z.ZodType, value: T, owner: SecretOwner) => T;
  /** A copy of a sealed `value` in which the present key seals each field that an earlier one had sealed. */
  reseal: <T>(schema: z.ZodType, value: T, owner: SecretOwner) => T;
  /** What sealed texts call the present key: the beginning of its SHA-256, in hex. */
  keyId: string;
}

/** What a secret belongs to. */
export interface SecretOwner {
  team_id: string;
  _id: string;
}

/** A secret was sealed with a key that this process does not have. */
export class UnknownSecretKey extends Error {
  constructor(
    owner: SecretOwner,
    readonly keyId: string,
  ) {
    super(`a secret of ${owner._id} needs another FASTHOOK_SECRET_KEY (${keyId})`);
    this.name = "UnknownSecretKey";
  }
}

/** A secret was changed since it was sealed, or sealed for another record. */
export class DamagedSecret extends Error {
  constructor(owner: SecretOwner, cause?: unknown) {
    super(`a secret of ${owner._id} is damaged, or another record's`, { cause });
    this.name = "DamagedSecret";
  }
}

/** Keys are 32 bytes in base64 each: the present one seals, the others only open. */
export function createVault(secretKey: string, otherKeys: readonly string[] = []): Vault {
  const [present, ...others] = [secretKey, ...otherKeys].map(namedKey) as [NamedKey, ...NamedKey[]];
  // Where a key is given twice, the order does not matter.
  const keys = new Map([...others, present].map((it) => [it.id, it.key]));

  function seal(text: string, owner: SecretOwner): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", present.key, nonce).setAAD(binding(owner));
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `sealed:${present.id}:${sealed.toString("base64")}`;
  }

  function open(text: string, owner: SecretOwner): string {
    const [, keyId = "", payload] = SEALED.exec(text) ?? [];
    if (payload === undefined) throw new DamagedSecret(owner);
    const key = keys.get(keyId);
    if (!key) throw new UnknownSecretKey(owner, keyId);
    const bytes = Buffer.from(payload, "base64");
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(binding(owner))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8");
      return text + decipher.final("utf8");
    } catch (error) {
      throw new DamagedSecret(owner, error);
    }
  }

  const isPresent = (text: string) => text.startsWith(`sealed:${present.id}:`);
  return {
    seal: (schema, value, owner) => mapSecrets(schema, value, (text) => seal(text, owner)),
    open: (schema, value, owner) => mapSecrets(schema, value, (text) => open(text, owner)),
    reseal: (schema, value, owner) =>
      mapSecrets(schema, value, (text) => (isPresent(text) ? text : seal(open(text, owner), owner))),
    keyId: present.id,
  };
}

interface NamedKey {
  id: string;
  key: Buffer;
}

function namedKey(secretKey: string): NamedKey {
  const key = Buffer.from(secretKey, "base64");
  return { key, id: createHash("sha256").update(key).digest("hex").slice(0, 8) };
}

function binding(owner: SecretOwner): Buffer {
  return Buffer.from(`${owner.team_id}/${owner._id}`);
}

/** A copy with each secret masked. */
export function maskSecrets<T>(schema: z.ZodType, value: T): T {
  return mapSecrets(schema, value, () => MASK);
}

/**
 * A copy of `next` in which each masked secret is replaced by the one at the same place in `previous`. A mask with
 * nothing behind it stays, and is named in `unknown`, the others in `kept`.
 */
export function keepSecrets<T>(
  schema: z.ZodType,
  next: T,
  previous: unknown,
): { value: T; unknown: string[]; kept: string[] } {
  const unknown: string[] = [];
  const kept: string[] = [];
  const value = mapSecrets(schema, next, (text, path) => {
    if (text !== MASK) return text;
    const earlier = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), previous);
    const known = typeof earlier === "string";
    (known ? kept : unknown).push(path.join("."));
    return known ? earlier : text;
  });
  return { value, unknown, kept };
}

type Path = readonly string[];

/** Applies `change` to each text that the schema marks as secret; the rest is copied. Unknown fields are kept. */
function mapSecrets<T>(
  schema: z.ZodType,
  value: T,
  change: (text: string, path: Path) => string,
  path: Path = [],
): T {
  const at = unwrap(schema);
  // Unlike `has`, it finds the mark on a schema that was refined or described further.
  if (typeof value === "string" && secrets.get(at)?.secret) return change(value, path) as T;
  if (Array.isArray(value) && at instanceof z.ZodArray) {
    const element = at.element as z.ZodType;
    return value.map((it, i) => mapSecrets(element, it as unknown, change, [...path, `${i}`])) as T;
  }
  if (!isObject(value)) return value;
  if (at instanceof z.ZodDiscriminatedUnion) return mapSecrets(variant(at, value), value, change, path);
  if (!(at instanceof z.ZodObject) && !(at instanceof z.ZodRecord)) return value;
  const fieldSchema = (field: string) =>
    (at instanceof z.ZodObject
      ? (at.shape as Record<string, z.ZodType>)[field]
      : (at.valueType as z.ZodType)) ?? z.unknown();
  const entries = Object.entries(value).map(([field, inner]) => [
    field,
    mapSecrets(fieldSchema(field), inner, change, [...path, field]),
  ]);
  return Object.fromEntries(entries) as T;
}

function unwrap(schema: z.ZodType): z.ZodType {
  const wrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  return wrapped ? unwrap(schema.unwrap() as z.ZodType) : schema;
}

function variant(union: z.ZodDiscriminatedUnion, value: Record<string, unknown>): z.ZodType {
  const { discriminator, options } = union.def;
  const told = (option: unknown): boolean => {
    // A variant may be a union of its own, told by another field.
    if (option instanceof z.ZodDiscriminatedUnion) return option.options.some(told);
    const literal = (option as z.ZodObject).shape[discriminator] as z.ZodLiteral;
    return literal.values.has(value[discriminator] as string);
  };
  return (options.find(told) as z.ZodType | undefined) ?? z.unknown();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
