import type { Response as HttpResponse } from "express";
import { REFUSALS, type Refusal } from "../rules/admission.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import type { Reply } from "../verification/rule.ts";
import { acknowledgementOf, challengeOf } from "../verification/verification.ts";

/** Statuses that have no body, and so nothing to say of it (RFC 9110 section 15). */
const BODILESS = new Set([204, 205, 304]);

const JSON_TEXT = { contentType: "application/json; charset=utf-8" };
const EMPTY = { contentType: null, body: "" };

/** Seconds after which a provider may try again when a request could not be stored. */
const RETRY_AFTER = 5;

/** Answers a request that was stored. */
export function answerStored(response: HttpResponse, source: SourceDocument, stored: RequestDocument): void {
  response.set("x-request-id", stored._id);
  const cause = stored.rejection_cause;
  if (cause !== null && cause !== "NO_CONNECTION") return refuseStored(response, source, stored, cause);
  const custom = source.custom_response;
  if (custom) return reply(response, { ...custom, contentType: custom.content_type });
  const expected = acknowledgementOf(source.verification);
  if (expected) return reply(response, expected);
  reply(response, { status: 200, ...JSON_TEXT, body: JSON.stringify({ ok: true, request_id: stored._id }) });
}

/** Answers with exactly this: Express itself would add a charset. */
export function reply(response: HttpResponse, { status, contentType, body }: Reply): void {
  response.status(status);
  if (BODILESS.has(status)) return void response.end();
  if (contentType !== null) response.setHeader("content-type", contentType);
  response.setHeader("content-length", Buffer.byteLength(body));
  response.end(body);
}

function refuseStored(
  response: HttpResponse,
  source: SourceDocument,
  stored: RequestDocument,
  cause: Refusal,
): void {
  const challenge = challengeOf(source.verification);
  if (cause === "METHOD_NOT_ALLOWED") response.set("allow", source.allowed_http_methods.join(", "));
  if (cause === "VERIFICATION_FAILED" && challenge !== null) response.set("www-authenticate", challenge);
  const { status, detail } = REFUSALS[cause];
  // Who wants an empty answer wants it of a refusal too: Xero's first webhooks are wrongly signed on purpose.
  if (acknowledgementOf(source.verification)?.body === "") return reply(response, { ...EMPTY, status });
  refuse(response, status, cause, detail, stored._id);
}

/** A problem document (RFC 9457). */
export function refuse(
  response: HttpResponse,
  status: number,
  code: string,
  detail: string,
  requestId?: string,
): void {
  const problem = { type: "about:blank", title: detail, status, code, detail, request_id: requestId };
  response.status(status).set("content-type", "application/problem+json").end(JSON.stringify(problem));
}

/** 503, with when to try again. */
export function refuseForNow(response: HttpResponse, detail: string): void {
  response.set("retry-after", String(RETRY_AFTER));
  refuse(response, 503, "UNAVAILABLE", detail);
}

/** 429 (RFC 6585 section 4), with when the source takes its next request. */
export function refuseOverQuota(response: HttpResponse, waitMs: number): void {
  response.set("retry-after", String(Math.ceil(waitMs / 1000)));
  refuse(response, 429, "RATE_LIMITED", "This source has taken as many requests as its rate limit allows.");
}
