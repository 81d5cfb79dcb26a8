import { newId } from "../ids.ts";
import { refusalOf } from "../rules/admission.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import { headerOf, type Received, type ReceivedBody } from "./receive.ts";
import { verify } from "./verify.ts";

/** How this process marks what it stores. */
export interface Mark {
  now: Date;
  /** Milliseconds for which records are kept. */
  retention: number;
  /** The lease under which this process routes what it accepts. */
  lease: string;
  /** Milliseconds after which another process routes it, should this one die. */
  grace: number;
}

/** The record of an inbound call: accepted and to be routed, or rejected with its cause. */
export function toRequest(
  source: SourceDocument,
  received: Received,
  body: ReceivedBody,
  mark: Mark,
): RequestDocument {
  const { now } = mark;
  const { bytes } = body;
  const { headerLines } = received;
  const open = source.enabled && bytes !== null;
  const verified = open
    ? verify(source.verification, { headerLines, query: received.query, bytes }, now)
    : null;
  const cause = refusalOf({
    enabled: source.enabled,
    methodAllowed: source.allowed_http_methods.some((method) => method === received.method),
    withinLimit: bytes !== null,
    verified,
  });
  const outbox = { due: new Date(now.getTime() + mark.grace), lease: mark.lease };
  return {
    _id: newId("request", now),
    team_id: source.team_id,
    source_id: source._id,
    status: cause ? "rejected" : "accepted",
    rejection_cause: cause,
    method: received.method,
    path: received.path,
    query: received.query,
    header_lines: headerLines,
    content_type: headerOf(headerLines, "content-type"),
    body: bytes,
    body_size: bytes ? bytes.length : "size" in body ? body.size : 0,
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
