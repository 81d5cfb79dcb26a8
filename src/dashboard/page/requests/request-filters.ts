import type { FilterField } from "../records/filters.tsx";

/** What a request may be. */
export const REQUEST_STATUSES = ["accepted", "rejected"] as const;
const CAUSES = [
  "SOURCE_DISABLED",
  "METHOD_NOT_ALLOWED",
  "PAYLOAD_TOO_LARGE",
  "VERIFICATION_FAILED",
  "NO_CONNECTION",
];
/** By what requests are filtered, as in the API. */
export const REQUEST_FIELDS: FilterField[] = [
  { name: "source_id", label: "Source" },
  { name: "cause", label: "Cause", values: CAUSES },
  { name: "connection_id", label: "Connection", rare: true },
  { name: "ids", label: "Ids", placeholder: "req_…", rare: true },
];
