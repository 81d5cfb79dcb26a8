import type { Trigger } from "../resources/attempt.ts";
import type { Destination, DestinationAuth, DestinationRecord } from "../resources/destination.ts";
import { MASK, type HeaderLines } from "../resources/wire.ts";
import { isOfTheConnection } from "../rules/connection-headers.ts";
import { hasDotSegment } from "../rules/dot-segments.ts";
import { addField } from "../rules/fields.ts";
import type { Failure } from "./classify.ts";
import { signatureHeader } from "./signature.ts";

/** Headers as recorded: lower-case name → text, or the texts of a repeated one. */
export type RecordedHeaders = Record<string, string | string[]>;

/** What is to be delivered: the request as received, or as a transformation left it, and the attempt's own facts. */
export interface Delivery {
  eventId: string;
  requestId: string;
  sourceName: string;
  attemptNumber: number;
  trigger: Trigger;
  method: string;
  headerLines: HeaderLines;
  body: Uint8Array;
  /** What followed the source's URL, raw: empty, or with its slash. */
  path: string;
  /** Raw, without the question mark. */
  query: string;
  /** The attempt's place in a trace; without it, one that was received goes on as any header does. */
  traceparent?: string;
}

/** A request that is ready to be sent, beside the masked form of it that may be kept. */
export interface Composed {
  method: string;
  /** Scheme, host and port. */
  origin: string;
  /** Path and query, exactly as they go on the wire. */
  path: string;
  headerLines: HeaderLines;
  body: Uint8Array;
  recordedUrl: string;
  recordedHeaders: RecordedHeaders;
  /** What must not be kept should the answer repeat it, in clear. */
  secrets: string[];
  /** Why it must not be sent, or null. */
  fault: Failure | null;
}

/**
 * The outbound request of one attempt. The later of these win: received, the destination's headers, its auth, ours.
 * `accessToken` is for a destination whose auth is oauth2_client_credentials.
 */
export function compose(
  delivery: Delivery,
  destination: DestinationRecord,
  accessToken: string | null,
  now: Date,
): Composed {
  const auth = authentication(destination, accessToken);
  const signingSecrets = validSecrets(destination, now);
  const configured = Object.entries(destination.headers);
  const secretNames = new Set(["authorization", ...auth.headerLines.map(([name]) => name.toLowerCase())]);
  const headerLines = [
    configured.filter(isForwardable),
    auth.headerLines.filter(isForwardable),
    ownHeaders(delivery, signingSecrets, now),
  ].reduce(override, forwarded(delivery.headerLines));

  const target = targetOf(delivery, destination);
  return {
    method: destination.http_method ?? delivery.method,
    origin: target.origin,
    path: withQuery(target.path, target.query, auth.query),
    headerLines: headerLines.map(([name, value]) => [name, asBytes(value)]),
    body: delivery.body,
    recordedUrl: target.origin + withQuery(target.path, target.query, auth.maskedQuery),
    recordedHeaders: recordHeaders(headerLines, secretNames),
    secrets: [...secretsOf(destination.auth), ...(accessToken ? [accessToken] : []), ...signingSecrets],
    fault: target.climbs ? CLIMBS : null,
  };
}

/** Names that a header may have but a stored key may not: BSON refuses the one, and the other is JavaScript's. */
const UNRECORDED = new Set(["_bsontype", "__proto__"]);

/** Header lines as an object that can be stored; the values of `secretNames` (lower case) are masked. */
export function recordHeaders(
  lines: HeaderLines,
  secretNames: ReadonlySet<string> = new Set(),
): RecordedHeaders {
  const recorded = new Map<string, string | string[]>();
  for (const [written, value] of lines) {
    const name = written.toLowerCase();
    if (UNRECORDED.has(name)) continue;
    addField(recorded, name, secretNames.has(name) ? MASK : value);
  }
  return Object.fromEntries(recorded);
}

const isForwardable = ([name]: [string, string]) => !isOfTheConnection(name.toLowerCase());

function forwarded(lines: HeaderLines): HeaderLines {
  const named = lines
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.toLowerCase().split(","))
    .map((option) => option.trim());
  const dropped = new Set(["host", ...named]);
  return lines.filter(
    (line) => isForwardable(line) && !dropped.has(line[0].toLowerCase()) && line[1] !== MASK,
  );
}

/** A source's own password is kept masked; its field in the query is not for destinations either. */
function withoutMasked(query: string): string {
  if (!query.includes(MASK)) return query;
  return query
    .split("&")
    .filter((pair) => !pair.endsWith(`=${MASK}`))
    .join("&");
}

function override(lines: HeaderLines, winners: HeaderLines): HeaderLines {
  const won = new Set(winners.map(([name]) => name.toLowerCase()));
  return [...lines.filter(([name]) => !won.has(name.toLowerCase())), ...winners];
}

/** The present secret, then those that were rotated away and are still valid. */
function validSecrets({ signing, earlier_signing_secrets = [] }: DestinationRecord, now: Date): string[] {
  const valid = earlier_signing_secrets.filter(({ valid_until }) => valid_until > now);
  return [signing.secret, ...valid.map(({ secret }) => secret)];
}

function ownHeaders(
  { eventId, requestId, sourceName, attemptNumber, trigger, body, traceparent }: Delivery,
  signingSecrets: string[],
  now: Date,
): HeaderLines {
  const timestamp = Math.floor(now.getTime() / 1000);
  return [
    ["webhook-id", eventId],
    ["webhook-timestamp", `${timestamp}`],
    ["webhook-signature", signatureHeader(signingSecrets, eventId, timestamp, body)],
    ["x-fasthook-event-id", eventId],
    ["x-fasthook-request-id", requestId],
    ["x-fasthook-attempt", `${attemptNumber}`],
    ["x-fasthook-trigger", trigger],
    ["idempotency-key", eventId],
    // The percent sign too, so that decoding gives the name back.
    ["x-fasthook-source", percentEncode(sourceName, /[^\x21-\x24\x26-\x7e]/gu)],
    ...(traceparent === undefined ? [] : ([["traceparent", traceparent]] satisfies HeaderLines)),
  ];
}

interface Authentication {
  headerLines: HeaderLines;
  query: string;
  maskedQuery: string;
}

function authentication({ auth }: Destination, accessToken: string | null): Authentication {
  const headers = (...headerLines: HeaderLines): Authentication => ({
    headerLines,
    query: "",
    maskedQuery: "",
  });
  switch (auth.type) {
    case "none":
      return headers();
    case "bearer":
      return headers(["authorization", `Bearer ${auth.token}`]);
    case "basic":
      return headers(["authorization", basicCredentials(auth.username, auth.password)]);
    case "api_key": {
      if (auth.header !== undefined) return headers([auth.header, auth.value]);
      const name = encodeURIComponent(auth.query ?? "");
      const query = `${name}=${encodeURIComponent(auth.value)}`;
      return { headerLines: [], query, maskedQuery: `${name}=${MASK}` };
    }
    case "custom_headers":
      return headers(...Object.entries(auth.headers));
    case "oauth2_client_credentials":
      return accessToken === null ? headers() : headers(["authorization", `Bearer ${accessToken}`]);
  }
}

function secretsOf(auth: DestinationAuth): string[] {
  switch (auth.type) {
    case "none":
      return [];
    case "bearer":
      return [auth.token];
    case "basic":
      return [auth.password, basicCredentials(auth.username, auth.password).slice("Basic ".length)];
    case "api_key":
      return [auth.value];
    case "custom_headers":
      return Object.values(auth.headers);
    case "oauth2_client_credentials":
      return [auth.client_secret];
  }
}

/** The value of `authorization` in the Basic scheme, in UTF-8 (RFC 7617). */
export function basicCredentials(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** The sender, who need not be known, would choose what the destination's credentials are used for. */
const CLIMBS: Failure = {
  error_code: "PROTOCOL_ERROR",
  error_message: "Not sent: the path has a segment . or .., which could lead out of the destination's URL",
};

/** Nothing that was received is decoded, encoded or resolved; the destination's own part is as WHATWG URL writes it. */
function targetOf(delivery: Delivery, destination: Destination) {
  const { origin, pathname, search } = new URL(destination.url);
  const extra = destination.path_forwarding ? delivery.path : "";
  const path = extra.startsWith("/") ? pathname.replace(/\/$/, "") + extra : pathname + extra;
  // Only a transformation leaves the slash out: what it wrote goes on with the last segment.
  const appended = extra.startsWith("/") ? extra : pathname.slice(pathname.lastIndexOf("/")) + extra;
  const query = destination.query_forwarding ? withoutMasked(delivery.query) : "";
  return {
    origin,
    path: sendable(path),
    climbs: extra !== "" && hasDotSegment(appended),
    query: [search.slice(1), sendable(query)].filter(Boolean).join("&"),
  };
}

const withQuery = (path: string, ...queries: string[]) => {
  const query = queries.filter(Boolean).join("&");
  return query ? `${path}?${query}` : path;
};

/** A transformation may write what no request line can carry; what was received never holds it. */
const sendable = (text: string) => percentEncode(text, /[^\x21-\xff]/gu);

/** Text beyond latin1, which only a transformation or a configured header can hold, goes out as its UTF-8 bytes. */
const asBytes = (value: string) => (/[^\0-\xff]/.test(value) ? Buffer.from(value).toString("latin1") : value);

function percentEncode(text: string, pattern: RegExp): string {
  return text.replace(pattern, (character) =>
    Buffer.from(character).toString("hex").toUpperCase().replace(/../g, "%$&"),
  );
}
