import { z } from "zod";
import { Id, JsonValue, Timestamp } from "./wire.ts";

const Fields = z.record(z.string(), JsonValue);

/** One change, or one look at a secret: who did what, when, to what. */
export const AuditEntry = z
  .object({
    id: Id("audit_entry"),
    team_id: Id("team"),
    created_at: Timestamp,
    actor: z.object({ key_id: Id("api_key"), name: z.string() }).describe("the key that made the call"),
    action: z.string().meta({ examples: ["connection.pause"] }),
    resource_type: z.string().meta({ examples: ["connection"] }),
    resource_id: z.string().nullable(),
    before: Fields.nullable().describe("the fields that changed, as they were; secrets are masked"),
    after: Fields.nullable().describe("the same fields, as they are now; secrets are masked"),
    input: Fields.nullable().describe(
      "what was asked for, of a call that changes no fields, such as a retry",
    ),
    request_id: z.string().describe("the x-request-id of the answer"),
    completed_at: Timestamp.nullable().describe(
      "null: the call is under way, or was cut off, and may have had its effect or not",
    ),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.output<typeof AuditEntry>;
