import { newId } from "../ids.ts";
import { refusalOf } from "../rules/admission.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import { headerOf } from "../verification/call.ts";
import type { Reply } from "../verification/rule.ts";
import { examine, maskCredential, UNEXAMINED, type Finding } from "../verification/verification.ts";
import type { ReceivedBody } from "./intake.ts";
import type { Received } from "./receive.ts";

/** How this process marks what it stores, and where it is called. */
export interface Mark {
  now: Date;
  /** Milliseconds for which records are kept. */
  retention: number;
  /** The lease under which this process routes what it accepts. */
  lease: string;
  /** Milliseconds after which another process routes it, should this one die. */
  grace: number;
  /** Base of the source URLs, without a trailing slash. */
  publicUrl: string;
}

/** What becomes of a call: a record, accepted and to be routed or rejected with its cause; or a handshake's answer. */
export type Acceptance = { request: RequestDocument } | { reply: Reply };

/** By these providers ask, and don't deliver: such a handshake needs no allowed method. */
const ASKING = new Set(["GET", "HEAD"]);

/** Judges a call. */
export function accept(
  source: SourceDocument,
  received: Received,
  body: ReceivedBody,
  mark: Mark,
): Acceptance {
  const { method } = received;
  const { enabled } = source;
  const finding = enabled && body.bytes ? findingOf(source, received, body.bytes, mark) : UNEXAMINED;
  const methodAllowed =
    source.allowed_http_methods.some((it) => it === method) || (finding.handshake && ASKING.has(method));
  if (methodAllowed && finding.reply) return { reply: finding.reply };
  const { verified } = finding;
  const cause = refusalOf({ enabled, methodAllowed, withinLimit: body.bytes !== null, verified });
  const detail = cause === "VERIFICATION_FAILED" ? finding.detail : null;
  return { request: toRequest(source, received, body, mark, { cause, detail, verified }) };
}

function findingOf(source: SourceDocument, received: Received, bytes: Buffer, mark: Mark): Finding {
  const { method, path, query, headerLines } = received;
  const url = `${mark.publicUrl}/in/${source.token}${path}${query ? `?${query}` : ""}`;
  return examine(source.verification, { method, url, headerLines, bytes }, mark.now);
}

interface Judgement {
  cause: RequestDocument["rejection_cause"];
  detail: string | null;
  verified: boolean | null;
}

function toRequest(
  source: SourceDocument,
  received: Received,
  body: ReceivedBody,
  { now, ...mark }: Mark,
  { cause, detail, verified }: Judgement,
): RequestDocument {
  const { headerLines, query } = maskCredential(source.verification, received);
  const outbox = { due: new Date(now.getTime() + mark.grace), lease: mark.lease };
  return {
    _id: newId("request", now),
    team_id: source.team_id,
    source_id: source._id,
    status: cause ? "rejected" : "accepted",
    rejection_cause: cause,
    rejection_detail: detail,
    method: received.method,
    path: received.path,
    query,
    header_lines: headerLines,
    content_type: headerOf({ headerLines }, "content-type"),
    body: body.bytes,
    body_size: body.bytes ? body.bytes.length : body.size,
    received_at: now,
    verified,
    client_ip: received.clientIp,
    events_count: 0,
    ignored_count: 0,
    routing: [],
    replays_count: 0,
    created_at: now,
    updated_at: now,
    expires_at: new Date(now.getTime() + mark.retention),
    ...(cause ? {} : { outbox }),
  };
}
