import { newId } from "../../src/ids.ts";
import { EVENT_STATUSES } from "../../src/resources/event.ts";
import { requestAt } from "../outbox/test-store.ts";

export const TEAM = "tm_test";

/** A request, an event and an attempt of that moment, of which some fail, some are ignored and few are in a bulk operation. */
export function recordsAt(at: number, time: Date) {
  const failed = at % 10 === 0;
  const of = {
    team_id: TEAM,
    source_id: `src_${at % 4}`,
    connection_id: `con_${at % 20}`,
    destination_id: `des_${at % 20}`,
    response_status: failed ? 500 + (at % 3) : 200,
    error_code: failed ? "BAD_RESPONSE" : null,
    bulk_operation_id: at % 100 === 0 ? "bulk_1" : null,
    created_at: time,
  };
  const routing = [{ connection_id: of.connection_id, event_id: "evt_1", outcome: "queued" }];
  const cause = at % 50 === 0 ? "FILTERED" : null;
  const request = {
    ...requestAt(time),
    source_id: of.source_id,
    routing,
    rejection_cause: cause,
    search: `${at}`,
  };
  const status = EVENT_STATUSES[at % EVENT_STATUSES.length];
  return {
    requests: { ...request, status: cause ? "rejected" : "accepted" },
    events: {
      ...of,
      _id: newId("event", time),
      request_id: request._id,
      status,
      cause,
      attempts_count: failed ? 3 : 1,
      // Those that were taken since there is a list of all that took them.
      ...(at % 200 === 0 && { bulk_operation_id: ["bulk_1", "bulk_2"] }),
    },
    attempts: {
      ...of,
      _id: newId("attempt", time),
      event_id: `evt_${at}`,
      attempt_number: 1,
      status: failed ? "failed" : "delivered",
    },
  };
}
