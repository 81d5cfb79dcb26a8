import type { z } from "zod";
import type { ApiKey, MadeApiKey, Scope } from "../../src/resources/api-key.ts";
import { createApiClient, type ApiClient } from "../support/api.ts";
import type { TestGateway } from "../support/gateway.ts";

/** A key, as it is on the wire. */
export type WireKey = z.input<typeof ApiKey>;
/** A key, as it is on the wire when it was made. */
export type MadeKey = z.input<typeof MadeApiKey>;

/** A new key of the gateway's team, and a client that uses it. */
export async function makeKey(
  gateway: Pick<TestGateway, "api" | "url" | "settings">,
  scopes: Scope[],
  more: object = {},
): Promise<{ made: MadeKey; api: ApiClient }> {
  const made = await gateway.api.ok<MadeKey>("POST", "/api_keys", {
    name: scopes.join(" and "),
    scopes,
    ...more,
  });
  return { made, api: createApiClient(gateway.url, gateway.settings.team.id!, made.key) };
}
