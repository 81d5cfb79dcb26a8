import type { z } from "zod";
import { newId } from "../ids.ts";
import type { AuditEntry } from "../resources/audit-entry.ts";
import type { Json, Stored } from "../resources/wire.ts";
import { excerpt } from "../rules/excerpt.ts";
import { sameJson } from "../rules/json.ts";
import type { AuditStore } from "../store/audit.ts";
import type { Transaction } from "../store/database.ts";
import { maskSecrets } from "../store/secrets.ts";
import type { Caller } from "./caller.ts";

/** A resource before and after a change. */
export interface States {
  /** What the resource was and is, with secrets in clear; null where there was, or is, none. */
  before: object | null;
  after: object | null;
  /** Tells which fields are secret. */
  schema: z.ZodType;
}

/** A change of one resource. */
export interface Change extends States {
  /** Such as `pause`: the entry's action is `connection.pause`. */
  verb: string;
  type: string;
  id: string;
}

/** A call that was done. */
export interface Done {
  action: string;
  subjectId: string | null;
  input: AuditEntry["input"];
  /** Null where it changed no fields. */
  changed: States | null;
}

/** What one call writes into the audit log. */
export interface AuditTrail {
  /** Notes a change in the transaction that makes it. */
  change: (change: Change, session: Transaction) => Promise<void>;
  /** Notes the call itself, unless it noted what it changed. */
  close: (done: Done) => Promise<void>;
}

/** Characters of JSON; of a longer field, such as code, an excerpt is logged. */
const LONGEST_FIELD = 16_384;
/** What every resource has, and what a change of it always changes. */
const UNTOLD = new Set(["_id", "team_id", "created_at", "updated_at", "revision", "rotated_by"]);

/** The trail of one call. */
export function createAuditTrail(
  { audit, now }: { audit: Pick<AuditStore, "add">; now: () => Date },
  caller: Caller,
  requestId: string,
): AuditTrail {
  let noted = false;
  const entry = (fields: Omit<AuditEntry, "id" | "team_id" | "created_at" | "actor" | "request_id">) => {
    const at = now();
    return {
      ...fields,
      _id: newId("audit_entry", at),
      team_id: caller.teamId,
      created_at: at,
      actor: { key_id: caller.keyId, name: caller.keyName },
      request_id: requestId,
    } satisfies Stored<AuditEntry>;
  };
  return {
    async change({ verb, type, id, ...states }, session) {
      noted = true;
      const fields = difference(states);
      // An upsert that changes nothing, or a second pause, is no change.
      if (fields.before && Object.keys(fields.before).length === 0) return;
      const what = { action: `${type}.${verb}`, resource_type: type, resource_id: id, input: null };
      await audit.add(entry({ ...what, ...fields }), session);
    },
    async close({ action, subjectId: resource_id, input, changed }) {
      if (noted) return;
      const resource_type = action.split(".")[0]!;
      const fields = changed ? difference(changed) : { before: null, after: null };
      await audit.add(entry({ action, resource_type, resource_id, ...fields, input }));
    },
  };
}

type Fields = Record<string, Json>;

/** The fields that differ, masked: a secret that was changed shows as a mask on both sides. */
function difference({ before, after, schema }: States): Pick<AuditEntry, "before" | "after"> {
  const [was, is] = [asJson(before), asJson(after)];
  const changed = Object.keys({ ...was, ...is }).filter(
    (field) => !UNTOLD.has(field) && !(was && is && sameJson(was[field] ?? null, is[field] ?? null)),
  );
  const shown = (state: object | null) => {
    const masked = asJson(state && maskSecrets(schema, state));
    return masked && Object.fromEntries(changed.map((field) => [field, shortened(masked[field] ?? null)]));
  };
  return { before: shown(before), after: shown(after) };
}

/** What a call was given, as the log has it: masked, and an excerpt where it is long. */
export function loggedInput(schema: z.ZodType | undefined, input: unknown): AuditEntry["input"] {
  if (!schema || typeof input !== "object" || input === null) return null;
  return excerpt(asJson(maskSecrets(schema, input))) as Fields;
}

function asJson(state: object | null): Fields | null {
  return state && (JSON.parse(JSON.stringify(state)) as Fields);
}

function shortened(value: Json): Json {
  return JSON.stringify(value).length > LONGEST_FIELD ? excerpt(value) : value;
}
