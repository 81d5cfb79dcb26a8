import { z } from "zod";
import { Scope } from "./api-key.ts";
import { Id, Timestamp } from "./wire.ts";

/** A team, as its own keys see it. */
export const Team = z.object({
  id: Id("team"),
  name: z.string(),
  created_at: Timestamp,
  api_key: z
    .object({
      id: Id("api_key"),
      name: z.string(),
      scopes: z.array(Scope).describe("write includes read, admin both"),
      expires_at: Timestamp.nullable(),
    })
    .describe("the key that asks"),
});
/** A team in JSON. */
export type WireTeam = z.input<typeof Team>;
