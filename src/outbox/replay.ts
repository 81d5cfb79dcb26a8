import type { EventDocument, RequestDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Router } from "./router.ts";

/** What an operator asks for. */
export interface ReplayOptions {
  /** Asked for again with the same key, the same replay is answered. */
  key: string;
  /** To these connections of its source alone; null: to all. */
  connectionIds: string[] | null;
  /** The API key's id. */
  actor: string;
  bulkOperationId: string | null;
}

/** What replays need. */
export interface ReplayDependencies {
  store: Pick<Store, "requests" | "events">;
  route: Router["route"];
  newLease: () => string;
  now: () => Date;
  /**
   * Told why a replay is left to the sweeper: for who would ask again with another key, and have it done twice. Without
   * it the failure goes to the caller, who asks again with the same one.
   */
  delayed?: (error: unknown) => void;
}

/**
 * Routes a stored request again, and answers the events of that routing; none where the request is not kept any more, or
 * could not be routed yet. Rejects where MongoDB fails, and with CONFLICT where too many replays of the request are under way.
 */
export type ReplayRequest = (
  request: Pick<RequestDocument, "_id" | "team_id">,
  options: ReplayOptions,
) => Promise<EventDocument[]>;

/** Milliseconds after which a sweeper does what is left of a replay whose process died. */
const GRACE = 10_000;

/** Journals each replay before it is routed: from then on a crash only delays it. */
export function createReplay({ store, route, newLease, now, delayed }: ReplayDependencies): ReplayRequest {
  return async ({ _id, team_id }, { key, connectionIds, actor, bulkOperationId }) => {
    const at = now();
    const failed = (error: unknown) => {
      if (!delayed) throw error;
      delayed(error);
    };
    const order = { key, connection_ids: connectionIds, at, actor, bulk_operation_id: bulkOperationId };
    const mark = { due: new Date(at.getTime() + GRACE), lease: newLease() };
    const request = await store.requests.addReplay(team_id, _id, order, mark);
    const replay = request?.replays?.find((it) => it.key === key);
    if (!request || !replay) return [];
    if (!replay.routed) await route(request).catch(failed);
    return store.events.ofRouting(team_id, _id, replay.number);
  };
}
