import type { Connection } from "../resources/connection.ts";
import type { IgnoreCause } from "../resources/request.ts";
import type { Json } from "../resources/wire.ts";
import { matchFilter, type FilterData } from "./filter.ts";
import { filtersAtRouting } from "./pipeline.ts";

/** What becomes of a request on one connection. */
export type Route =
  | { outcome: "queued"; firstAttemptAt: Date | null }
  | { outcome: "held" }
  | { outcome: "ignored"; cause: IgnoreCause; detail: Record<string, Json> | null };

/** What routing must know of a connection and of the destination behind it. */
export interface Junction {
  connection: Pick<Connection, "enabled" | "paused_at" | "rules">;
  destination: { enabled: boolean } | null;
}

/**
 * Decides on one connection: switched off, filtered out, paused, or queued. A delay counts from when the request was
 * received; with null, as for an operator who replays it, it does not count. `firstAttemptAt` is null where the first
 * attempt is due at once.
 */
export function routeOver(
  { connection, destination }: Junction,
  data: FilterData,
  receivedAt: Date | null,
): Route {
  if (!connection.enabled) return ignored("CONNECTION_DISABLED");
  if (!destination?.enabled) return ignored("DESTINATION_DISABLED");
  for (const rule of filtersAtRouting(connection.rules)) {
    const match = matchFilter(rule, data);
    if (!match.matched) return ignored("FILTERED", { failed: { ...match.failed } });
  }
  if (connection.paused_at) return { outcome: "held" };
  const delay = connection.rules.find((rule) => rule.type === "delay")?.delay;
  const firstAttemptAt = receivedAt && delay ? new Date(receivedAt.getTime() + delay) : null;
  return { outcome: "queued", firstAttemptAt };
}

function ignored(cause: IgnoreCause, detail: Record<string, Json> | null = null): Route {
  return { outcome: "ignored", cause, detail };
}
