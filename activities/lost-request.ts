import type { LossCause } from "../src/resources/event.ts";
import { NOT_DUE, WAITING_STATUSES } from "../src/rules/event-status.ts";
import type { EventDocument, RequestDocument } from "../src/store/documents.ts";
import type { Store } from "../src/store/store.ts";

/** The request of an event, or why there is nothing of it left to send. */
export async function requestOf(
  requests: Pick<Store["requests"], "find">,
  { team_id, request_id }: EventDocument,
): Promise<RequestDocument | LossCause> {
  const request = await requests.find(team_id, request_id);
  if (!request) return "EXPIRED";
  return request.data_erased_at ? "DATA_ERASED" : request;
}

/** Ends an event that still waits, for its request is lost; a final one stays as it is. Answers how it stands. */
export async function endLost(
  { events, requests }: Pick<Store, "events" | "requests">,
  event: EventDocument,
  cause: LossCause,
  now: Date,
): Promise<EventDocument> {
  const failed = { ...NOT_DUE, status: "failed", cause, cause_detail: null, updated_at: now } as const;
  const ended = await events.change(event, WAITING_STATUSES, failed);
  if (ended) await requests.noteEnd(ended);
  return ended ?? (await events.find(event.team_id, event._id)) ?? event;
}
