import { Status } from "../parts/status.tsx";
import type { Wire } from "../wire.ts";

/** A request's status; one that was stored and lacks a connection is no fault of anybody. */
export function RequestStatus({ request }: { request: Pick<Wire["request"], "status" | "rejection_cause"> }) {
  const { status, rejection_cause: cause } = request;
  return cause === "NO_CONNECTION" ? (
    <Status status="stored" note="no connection yet" />
  ) : (
    <Status status={status} note={cause} />
  );
}
