import type { RejectionCause } from "../resources/request.ts";

/** A refusal at ingress: decided there, so never for want of a connection. */
export type Refusal = Exclude<RejectionCause, "NO_CONNECTION">;

/** The HTTP status of each refusal, and what its provider reads. */
export const REFUSALS: Record<Refusal, { status: number; detail: string }> = {
  SOURCE_DISABLED: { status: 403, detail: "This source is disabled." },
  METHOD_NOT_ALLOWED: { status: 405, detail: "This source does not take this HTTP method." },
  PAYLOAD_TOO_LARGE: { status: 413, detail: "The body is over the size limit." },
  VERIFICATION_FAILED: { status: 401, detail: "The signature or the credentials are missing or wrong." },
};

/** Why a request is refused, the first reason in the order in which ingress checks, or null. */
export function refusalOf(facts: {
  enabled: boolean;
  methodAllowed: boolean;
  withinLimit: boolean;
  verified: boolean | null;
}): Refusal | null {
  if (!facts.enabled) return "SOURCE_DISABLED";
  if (!facts.methodAllowed) return "METHOD_NOT_ALLOWED";
  if (!facts.withinLimit) return "PAYLOAD_TOO_LARGE";
  if (facts.verified === false) return "VERIFICATION_FAILED";
  return null;
}
