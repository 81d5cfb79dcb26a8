import type { EventDocument } from "./documents.ts";

/** The fields of an event that a step may change. */
export type EventChange = Partial<
  Pick<
    EventDocument,
    | "status"
    | "lane"
    | "cause"
    | "cause_detail"
    | "attempts_count"
    | "retries_made"
    | "first_attempt_at"
    | "last_attempt_at"
    | "last_attempt_id"
    | "next_attempt_at"
    | "response_status"
    | "error_code"
    | "delivered_at"
    | "released"
    | "slot_at"
    | "own_attempt_at"
    | "workflow_id"
    | "order_ended"
    | "orders_taken_back_at"
    | "payload"
    | "body_size"
    | "payload_order"
    | "execution_ids"
    | "updated_at"
  >
>;

/** Payloads may have megabytes each, and only a delivery needs them. */
export const WITHOUT_PAYLOAD = { payload: 0 };
