import type { z } from "zod";
import { derivedId, newId } from "../ids.ts";
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

/** What a call does to what. */
export type Action = Pick<Change, "verb" | "type">;

/** A call, as far as its entry tells of it. */
export interface LoggedCall {
  caller: Caller;
  /** Null: nothing that is logged. */
  action: Action | null;
  /** The same for each run of a call, as is the time; null where it has no Idempotency-Key. */
  idempotencyKey: string | null;
  at: Date;
  /** The resource in its path. */
  subjectId: string | null;
  input: AuditEntry["input"];
  requestId: string;
}

/** What one call writes into the audit log. */
export interface AuditTrail {
  /** Notes changes in the transaction that makes them. */
  change: (changes: Change[], session: Transaction) => Promise<void>;
  /**
   * Notes the call itself, before an effect that has no transaction with the log: should the process die in between,
   * there is an entry that was never completed. `subjectId` is what the call makes, where its path names nothing.
   */
  begin: (subjectId?: string) => Promise<void>;
  /** Completes what was begun, if anything. */
  end: (changed: States | null) => Promise<void>;
  /** Takes back what was begun: the call was refused. */
  refuse: () => Promise<void>;
}

/** Characters of JSON; of a longer field, such as code, an excerpt is logged. */
const LONGEST_FIELD = 16_384;
/** What every resource has, and what a change of it always changes. */
const UNTOLD = new Set(["_id", "team_id", "created_at", "updated_at", "revision", "rotated_by"]);

/** The trail of one call. Run again with its Idempotency-Key, a call goes on with the entry that it began. */
export function createAuditTrail(
  { audit, now }: { audit: Omit<AuditStore, "page">; now: () => Date },
  call: LoggedCall,
): AuditTrail {
  const { caller, idempotencyKey, action, at } = call;
  const origin = {
    team_id: caller.teamId,
    actor: { key_id: caller.keyId, name: caller.keyName },
    request_id: call.requestId,
  };
  let begun: Stored<AuditEntry> | null = null;
  let isNew = false;
  return {
    async change(changes, session) {
      const moment = now();
      const entries = changes.flatMap(({ verb, type, id, ...states }) => {
        const fields = difference(states);
        // An upsert that changes nothing, or a second pause, is no change.
        if (fields.before && Object.keys(fields.before).length === 0) return [];
        const what = { action: `${type}.${verb}`, resource_type: type, resource_id: id, input: null };
        const entry = { _id: newId("audit_entry", moment), created_at: moment, completed_at: moment };
        return [{ ...entry, ...origin, ...what, ...fields }];
      });
      await audit.add(entries, session);
    },
    async begin(subjectId) {
      if (!action) throw new Error("a call that is not logged has nothing to begin");
      const { type, verb } = action;
      begun = {
        _id:
          idempotencyKey === null ? newId("audit_entry", at) : derivedId("audit_entry", at, idempotencyKey),
        ...origin,
        created_at: at,
        action: `${type}.${verb}`,
        resource_type: type,
        resource_id: subjectId ?? call.subjectId,
        before: null,
        after: null,
        input: call.input,
        completed_at: null,
      };
      isNew = await audit.begin(begun);
    },
    async end(changed) {
      if (begun) await audit.complete({ ...begun, ...(changed && difference(changed)), completed_at: now() });
    },
    async refuse() {
      // An earlier run, which was cut off, may have had its effect.
      if (begun && isNew) await audit.withdraw(begun);
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
