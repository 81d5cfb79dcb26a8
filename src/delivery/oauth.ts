import type { DestinationAuth } from "../resources/destination.ts";
import { jsonObject } from "../resources/json-object.ts";
import type { Failure } from "./classify.ts";
import type { HttpClient, OutboundRequest, SendOptions, SendResult } from "./client.ts";
import { basicCredentials } from "./compose.ts";
import { createLru } from "./lru.ts";

/** The settings of the client credentials grant. */
export type OAuth2Auth = Extract<DestinationAuth, { type: "oauth2_client_credentials" }>;

/** An access token, or why the attempt fails without one. */
export type TokenResult = { token: string } | { failure: Failure };

/** Access tokens of the client credentials grant (RFC 6749 section 4.4), kept in memory until shortly before expiry. */
export interface TokenSource {
  /** The destination's token. Callers at the same time share one fetch, which takes `timeoutMs` at most. */
  token: (destinationId: string, auth: OAuth2Auth, timeoutMs: number) => Promise<TokenResult>;
  /** Forgets that token, which the destination refused; a newer one stays. */
  drop: (destinationId: string, token: string) => void;
}

const MAX_DESTINATIONS = 10_000;
/** Milliseconds; the token endpoint doesn't get the time that a slow destination is given. */
const LONGEST_FETCH = 10_000;
/** What a token is taken to live where the answer doesn't say it, in milliseconds. */
const ASSUMED_LIFETIME = 300_000;
/** A token is fetched anew this long before it expires, in milliseconds; a short-lived one at half its life. */
const MARGIN = 30_000;

/** `lifetime` in milliseconds. */
type Grant = { token: string; lifetime: number } | { failure: Failure };

interface Entry {
  /** The settings that the token was fetched with: others need another token. */
  settings: string;
  fetched: Promise<Grant>;
  /** The token, once it is there. */
  token: string | null;
  /** Infinity while the fetch runs. */
  staleAt: number;
}

/** What tokens are fetched with. */
export interface TokenSourceOptions {
  client: HttpClient;
  /** A monotonic clock in milliseconds. */
  clock?: () => number;
}

/** The tokens of all destinations, fetched over the same guarded client as deliveries. */
export function createTokenSource({
  client,
  clock = () => performance.now(),
}: TokenSourceOptions): TokenSource {
  const entries = createLru<string, Entry>(MAX_DESTINATIONS);

  function settle(entry: Entry, granted: Grant): void {
    const failed = "failure" in granted;
    entry.token = failed ? null : granted.token;
    entry.staleAt = failed ? -Infinity : clock() + granted.lifetime - Math.min(MARGIN, granted.lifetime / 2);
  }

  return {
    token(destinationId, auth, timeoutMs) {
      const settings = JSON.stringify([auth.token_url, auth.client_id, auth.client_secret, auth.scope]);
      const known = entries.get(destinationId);
      if (known?.settings === settings && clock() < known.staleAt) return known.fetched;
      const entry: Entry = {
        settings,
        token: null,
        staleAt: Infinity,
        fetched: requestToken(client, auth, {
          destinationId,
          timeoutMs: Math.min(timeoutMs, LONGEST_FETCH),
        }).then((granted) => {
          settle(entry, granted);
          return granted;
        }),
      };
      entries.set(destinationId, entry);
      return entry.fetched;
    },
    drop(destinationId, token) {
      if (entries.get(destinationId)?.token === token) entries.delete(destinationId);
    },
  };
}

async function requestToken(client: HttpClient, auth: OAuth2Auth, options: SendOptions): Promise<Grant> {
  const answer = await client.send(tokenRequest(auth), options);
  if (answer.error_code !== null && answer.error_code !== "BAD_RESPONSE") {
    return refused(`The token endpoint gave no token: ${answer.error_message ?? answer.error_code}`);
  }
  const body = jsonObject(answer.response_body ?? "");
  if (answer.error_code !== null) return refused(`The token endpoint answered ${described(answer, body)}`);
  const { access_token: token, expires_in: seconds } = body;
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    return refused("The token endpoint's answer has no access_token");
  }
  const lifetime = Number(seconds) > 0 ? Number(seconds) * 1000 : ASSUMED_LIFETIME;
  return { token, lifetime };
}

/** The client authenticates by Basic, which every server must take (RFC 6749 section 2.3.1). */
function tokenRequest(auth: OAuth2Auth): OutboundRequest {
  const url = new URL(auth.token_url);
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (auth.scope) form.set("scope", auth.scope);
  return {
    method: "POST",
    origin: url.origin,
    path: url.pathname + url.search,
    headerLines: [
      ["accept", "application/json"],
      ["authorization", basicCredentials(formEncoded(auth.client_id), formEncoded(auth.client_secret))],
      ["content-type", "application/x-www-form-urlencoded"],
    ],
    body: Buffer.from(form.toString()),
  };
}

const formEncoded = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);

const refused = (error_message: string): Grant => ({
  failure: { error_code: "OAUTH2_FAILED", error_message },
});

/** The status, and the error's code (RFC 6749 section 5.2): not its description, which may repeat what was sent. */
function described({ response_status }: SendResult, { error }: Record<string, unknown>): string {
  const code = typeof error === "string" && /^[\w-]{1,64}$/.test(error) ? ` (${error})` : "";
  return `${response_status}${code}`;
}
