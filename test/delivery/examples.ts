import { readFileSync } from "node:fs";
import { createHttpClient, type HttpClientOptions, type OutboundRequest } from "../../src/delivery/client.ts";
import type { Delivery } from "../../src/delivery/compose.ts";
import type { DestinationRecord } from "../../src/resources/destination.ts";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A destination with its secrets in clear. */
export function destination(settings: Partial<DestinationRecord> = {}): DestinationRecord {
  return {
    id: "des_1",
    team_id: "tm_1",
    created_at: new Date(0),
    updated_at: new Date(0),
    name: "shop",
    description: null,
    url: "https://api.example.com/hooks",
    http_method: null,
    path_forwarding: true,
    query_forwarding: true,
    headers: {},
    auth: { type: "none" },
    timeout_ms: 10_000,
    rate_limit: null,
    enabled: true,
    signing: { type: "standard_webhooks", secret: SECRET },
    disabled_at: null,
    ...settings,
  };
}

export function delivery(settings: Partial<Delivery> = {}): Delivery {
  return {
    eventId: "evt_1",
    requestId: "req_1",
    sourceName: "stripe",
    attemptNumber: 1,
    trigger: "initial",
    method: "POST",
    headerLines: [["content-type", "application/json"]],
    body: Buffer.from('{"a":1}'),
    path: "",
    query: "",
    ...settings,
  };
}

/** A plain request to a URL whose path and query go out as they are written. */
export function request(url: string, settings: Partial<OutboundRequest> = {}): OutboundRequest {
  const { origin, pathname, search } = new URL(url);
  return {
    method: "POST",
    origin,
    path: pathname + search,
    headerLines: [],
    body: Buffer.from("{}"),
    ...settings,
  };
}

/** A client that may reach this machine. */
export function createLocalClient(options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({ allowedSubnets: ["127.0.0.0/8", "::1/128"], ...options });
}

/** A file of the fixtures, as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}
