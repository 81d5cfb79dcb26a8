import type { BulkRound, BulkSend, BulkState } from "../../workflows/bulk-contract.ts";

const HOUR = 3_600_000;

export const bulkState = (changes: Partial<BulkState> = {}): BulkState => ({
  status: "running",
  total_count: 10,
  in_flight_count: 0,
  delivered_count: 0,
  failed_count: 0,
  skipped_count: 0,
  cancelled_count: 0,
  ...changes,
});

/** A round after which the next one comes in so many milliseconds. */
export const again = (wait: number, sends: BulkSend[] = []): BulkRound => ({
  state: bulkState(),
  sends,
  wait,
  moved: false,
});

export const last = (status: BulkState["status"] = "completed"): BulkRound => {
  return { state: bulkState({ status }), sends: [], wait: null, moved: true };
};

/** An event that failed before, sent by the operation `bulk_x`. */
export const sendOf = (eventId: string, open: boolean): BulkSend => ({
  open,
  start: {
    workflow_id: eventId,
    attributes: {
      team: "tm_test",
      source: "src_1",
      connection: "con_1",
      destination: "des_1",
      status: "failed",
    },
    priority: { priorityKey: 5, fairnessKey: "des_1" },
    input: {
      team_id: "tm_test",
      event_id: eventId,
      attempts_made: 1,
      not_before: null,
      lane: "local",
      signal_window: HOUR,
      order: { id: "bulk_x", trigger: "bulk_retry", actor: "key_1", bulk_operation_id: "bulk_x" },
    },
  },
});
