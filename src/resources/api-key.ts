import { z } from "zod";
import { base, Name, Timestamp } from "./wire.ts";

/** What keys may do, each with what stands before it: read, change, and see or give keys and signing secrets. */
export const SCOPES = ["read", "write", "admin"] as const;
/** One of the `SCOPES`. */
export const Scope = z.enum(SCOPES);
export type Scope = z.output<typeof Scope>;

/** A key to the API, without the key itself. */
export const ApiKey = z
  .object({
    ...base("api_key"),
    name: Name,
    scopes: z.array(Scope).describe("write includes read, admin both"),
    expires_at: Timestamp.nullable(),
    last_used_at: Timestamp.nullable().describe("to the minute"),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.output<typeof ApiKey>;

/** What makes a key. */
export const ApiKeyInput = z.strictObject({
  name: Name,
  scopes: z.array(Scope).min(1).max(SCOPES.length),
  expires_at: Timestamp.nullable().default(null),
});
export type ApiKeyInput = z.output<typeof ApiKeyInput>;

/** The answer to the creation, the only one that has the key. */
export const MadeApiKey = ApiKey.extend({ key: z.string().describe("shown now and never again") });
