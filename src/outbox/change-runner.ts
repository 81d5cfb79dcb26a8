import type { Failpoint } from "../failpoints.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import type { Throttle } from "../throttle/throttle.ts";
import { repeat, type Loop } from "./repeat.ts";

/** What the runner needs. */
export interface ChangeRunnerDependencies {
  store: Pick<Store, "changes" | "waiting" | "connections" | "destinations" | "requests">;
  throttle: Pick<Throttle, "reassign">;
  newLease: () => string;
  now: () => Date;
  log: Logger;
  failpoint?: Failpoint;
}

const PAUSE = 250;
const HOLD = 30_000;
const CHANGES_AT_ONCE = 20;
const BATCH = 500;

/**
 * Tells waiting events of what changed. A connection that goes on releases its held events, the oldest first, one
 * batch after the other; one that was switched off or deleted ends them. Events with a workflow are woken, and find
 * out for themselves. A crash leaves the change in the outbox, and another process goes on with what is left.
 */
export function createChangeRunner(deps: ChangeRunnerDependencies): Loop {
  const { store, now } = deps;

  /** One batch; answers whether it was the last. */
  async function applyToConnection(teamId: string, id: string): Promise<boolean> {
    const of = { team_id: teamId, connection_id: id };
    const connection = await store.connections.find(teamId, id);
    if (!connection?.enabled) {
      const { noteEnds } = store.requests;
      const options = { limit: BATCH, now: now(), noteEnds };
      const ended = await store.waiting.ignoreHeld(of, "CONNECTION_DISABLED", options);
      if (ended === BATCH) return false;
    } else if (!connection.paused_at) {
      // Nothing else waits for this change: what has a workflow knows its own time.
      const delay = connection.rules.find((rule) => rule.type === "delay")?.delay ?? 0;
      const released = await store.waiting.releaseHeld(of, { delay, limit: BATCH, now: now() });
      if (released > 0) deps.failpoint?.("after-release");
      return released < BATCH;
    }
    await store.waiting.wake(of, now());
    return true;
  }

  async function applyToDestination(teamId: string, id: string): Promise<boolean> {
    const destination = await store.destinations.find(teamId, id);
    if (destination?.enabled) await deps.throttle.reassign(teamId, id);
    else await store.waiting.wake({ team_id: teamId, destination_id: id }, now());
    return true;
  }

  async function turn(): Promise<number> {
    const lease = deps.newLease();
    const claim = { lease, now: now(), holdFor: HOLD, limit: CHANGES_AT_ONCE };
    const changes = await store.changes.claim(claim);
    for (const { _id, team_id } of changes) {
      const apply = _id.startsWith("con_") ? applyToConnection : applyToDestination;
      // One that fails is taken up again when the lease ends; the others must not wait for it.
      const last = await apply(team_id, _id).catch((error: unknown) => {
        deps.log.error({ err: error, id: _id }, "a change could not be told to waiting events");
        return null;
      });
      if (last === true) await store.changes.done(_id, lease);
      if (last === false) await store.changes.release(_id, lease, now());
    }
    return changes.length;
  }

  return repeat({ name: "the runner of changes", pause: PAUSE, log: deps.log, turn });
}
