import type { EventCause } from "../src/resources/event.ts";
import type { ConnectionDocument, DestinationDocument } from "../src/store/documents.ts";

/** What an attempt is made over. */
export interface Route {
  connection: ConnectionDocument | null;
  destination: DestinationDocument | null;
}

/** Why an event goes nowhere now, or null. An operator's order counts more than a connection's switch. */
export function obstacleOn(
  { connection, destination }: Route,
  ordered: boolean,
): EventCause | "PAUSED" | null {
  if (!ordered && !connection?.enabled) return "CONNECTION_DISABLED";
  if (!destination?.enabled) return "DESTINATION_DISABLED";
  return !ordered && connection?.paused_at ? "PAUSED" : null;
}
