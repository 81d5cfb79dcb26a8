import type { Filter } from "mongodb";
import type { Collections } from "./database.ts";
import type { EventDocument, RequestDocument } from "./documents.ts";

/** A source's requests in order of arrival: those whose ids lie between two, and behind the one where it goes on. */
export interface Scan {
  teamId: string;
  sourceId: string;
  from: string;
  to: string;
  after: string | null;
}

/** Stored requests, as simulations read them. */
export interface SimulatedRequests {
  /** The next ids. */
  next: (scan: Scan, limit: number) => Promise<string[]>;
  /** Whole requests, in order of arrival; those that have expired, or been erased, are left out. */
  load: (teamId: string, ids: string[]) => Promise<RequestDocument[]>;
  /** The latest event of each request on a connection, with its payload, by the request's id. */
  latestEvents: (
    teamId: string,
    connectionId: string,
    requestIds: string[],
  ) => Promise<Map<string, EventDocument>>;
}

/** Reads by index alone: a step takes as long on a million requests as on a thousand. */
export function createSimulatedRequests({
  requests,
  events,
}: Pick<Collections, "requests" | "events">): SimulatedRequests {
  return {
    async next({ teamId, sourceId, from, to, after }, limit) {
      const start = after === null ? { $gte: from } : { $gt: after };
      const scanned: Filter<RequestDocument> = {
        team_id: teamId,
        source_id: sourceId,
        _id: { ...start, $lte: to },
      };
      const rows = requests
        .find(scanned, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(limit);
      return (await rows.toArray()).map(({ _id }) => _id);
    },
    load: (team_id, ids) =>
      requests
        .find({ team_id, _id: { $in: ids }, data_erased_at: null }, { projection: { search: 0 } })
        .sort({ _id: 1 })
        .toArray(),
    async latestEvents(team_id, connection_id, requestIds) {
      const ofThem = { team_id, request_id: { $in: requestIds }, connection_id };
      const found = events.find(ofThem, { projection: { "payload.search": 0 } });
      const latest = new Map<string, EventDocument>();
      for (const event of await found.sort({ replay_number: 1, _id: 1 }).toArray()) {
        latest.set(event.request_id, event);
      }
      return latest;
    },
  };
}
