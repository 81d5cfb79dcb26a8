import type { FilterField } from "../records/filters.tsx";

/** What an event may be. */
export const EVENT_STATUSES = [
  "queued",
  "held",
  "processing",
  "delivered",
  "failed",
  "ignored",
  "cancelled",
] as const;
const CAUSES = [
  "FILTERED",
  "DUPLICATE",
  "CONNECTION_DISABLED",
  "DESTINATION_DISABLED",
  "TRANSFORMATION_FAILED",
  "EXPIRED",
  "DATA_ERASED",
];
const ERROR_CODES = [
  "BAD_RESPONSE",
  "TIMEOUT",
  "DNS_LOOKUP_FAILED",
  "CONNECTION_REFUSED",
  "CONNECTION_RESET",
  "TLS_ERROR",
  "BLOCKED_ADDRESS",
  "PROTOCOL_ERROR",
  "OAUTH2_FAILED",
  "UNKNOWN",
];
/** By what events are filtered, as in the API. */
export const EVENT_FIELDS: FilterField[] = [
  { name: "source_id", label: "Source" },
  { name: "destination_id", label: "Destination" },
  { name: "connection_id", label: "Connection", rare: true },
  { name: "response_status", label: "Answer", placeholder: "5xx, >=400" },
  { name: "error_code", label: "Error", values: ERROR_CODES, rare: true },
  { name: "cause", label: "Cause", values: CAUSES, rare: true },
  { name: "attempts_min", label: "Attempts at least", placeholder: "2", rare: true },
  { name: "attempts_max", label: "Attempts at most", placeholder: "5", rare: true },
  { name: "request_id", label: "Request", placeholder: "req_…", rare: true },
  { name: "bulk_operation_id", label: "Bulk retry", placeholder: "bulk_…", rare: true },
  { name: "ids", label: "Ids", placeholder: "evt_…", rare: true },
];
