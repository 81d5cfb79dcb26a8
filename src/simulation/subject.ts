import { firstEventId } from "../outbox/decide.ts";
import type { RequestPayload } from "../resources/execution.ts";
import type { FilterData } from "../rules/filter.ts";
import type { Verdict } from "../rules/verdict.ts";
import { readFilterData } from "../payload/data.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import { delivered, receivedPayload } from "../transform/payload.ts";

/** A stored request on one connection, read once for all that is made of it. */
export interface Subject {
  request: RequestDocument;
  /** Its latest event on the connection. */
  event: EventDocument | null;
  /** The id of its first event there, whether or not it was ever routed. */
  firstEventId: string;
  data: FilterData;
  received: RequestPayload;
  /** Whether the user asked for it, or it only counts as a copy of others. */
  counted: boolean;
}

/** Reads a request as rules see it. */
export function toSubject(
  request: RequestDocument,
  connectionId: string,
  event: EventDocument | null,
  counted: boolean,
): Subject {
  return {
    request,
    event,
    firstEventId: firstEventId(request, connectionId),
    data: readFilterData(request),
    received: receivedPayload(request),
    counted,
  };
}

/** Whether rules come to see the request at all: one that was refused at ingress is routed by hand alone. */
export function isRouted({ request, event }: Subject): boolean {
  return event !== null || request.status === "accepted" || request.rejection_cause === "NO_CONNECTION";
}

/**
 * What the connection's rules really made of a request, by its latest event. Null where they have decided nothing: it
 * was never routed over the connection, or a switch or an operator ended it before its turn, or it still waits for its
 * first attempt, before which its transformations run.
 */
export function pastVerdict({ event, request, received }: Subject): Verdict | null {
  if (!event) return null;
  const { status, cause, cause_detail: detail } = event;
  if (status === "ignored" && (cause === "FILTERED" || cause === "DUPLICATE")) {
    return { outcome: "ignored", cause, detail };
  }
  if (status === "failed" && cause === "TRANSFORMATION_FAILED") return { outcome: "failed", cause, detail };
  if (event.attempts_count === 0 && event.payload === undefined) return null;
  const payload = event.payload ? receivedPayload(delivered(request, event.payload)) : received;
  return { outcome: "delivered", cause: null, detail: null, payload };
}
