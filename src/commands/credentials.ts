import { plainly } from "../api/wording.ts";
import { Verification } from "../resources/verification.ts";
import { MASK, type Json } from "../resources/wire.ts";
import { usageFault } from "./exit.ts";

/** The fields of a verification in which what is given by `--secret` may stand: each has one of them. */
const SECRET_FIELDS = ["secret", "password", "value"] as const;

/** What a provider is known by: `fields` as `name=value`, which take precedence over those of a source. */
export interface Known {
  provider: string;
  secret: string | undefined;
  fields: readonly string[];
  /** The source's own verification, with its secrets masked, where there is one. */
  source?: { [field: string]: Json };
}

/** How a provider signs, with its secret. Throws a usage fault that names what is missing. */
export function verificationOf({ provider, secret, fields, source }: Known): Verification {
  const known = source?.type === provider ? withoutMasks(source) : {};
  const given = Object.fromEntries(fields.map(pairOf));
  // A secret of the environment is there for every provider, whether or not it has one.
  const places = secret === undefined ? [{}] : [...SECRET_FIELDS.map((field) => ({ [field]: secret })), {}];
  const tries = places.map((place) =>
    Verification.safeParse({ type: provider, ...known, ...place, ...given }, { error: plainly }),
  );
  const right = tries.find((it) => it.success);
  if (right) return right.data;
  const faults = tries.map((it) => it.error?.issues ?? []);
  const nearest = faults.find((issues) => issues.every(({ code }) => code !== "unrecognized_keys"));
  const issues = nearest ?? faults.at(-1) ?? [];
  throw usageFault(...issues.map(({ path, message }) => `${labelOf(path)}: ${message}${hintOf(path[0])}`));
}

/** Throws a usage fault unless it is a type of verification. */
export function requireProvider(provider: string): void {
  const issues = Verification.safeParse({ type: provider }, { error: plainly }).error?.issues ?? [];
  const unknown = issues.find(({ path }) => path[0] === "type");
  if (unknown) throw usageFault(`provider: ${unknown.message}`);
}

function labelOf(path: readonly PropertyKey[]): string {
  return path[0] === "type" ? "provider" : path.join(".") || "--field";
}

function hintOf(field: PropertyKey | undefined): string {
  if (field === "type" || field === undefined) return "";
  const isSecret = SECRET_FIELDS.some((it) => it === field);
  return isSecret ? " (give --secret, or set FASTHOOK_SECRET)" : ` (give --field ${String(field)}=…)`;
}

function withoutMasks(source: { [field: string]: Json }): { [field: string]: Json } {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== MASK));
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw usageFault(`--field ${text}: must be name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}
