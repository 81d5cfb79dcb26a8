import type { EventStore } from "../store/events.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat } from "./repeat.ts";

/** Looks at how long events wait for Temporal. */
export interface BacklogWatch extends AsyncDisposable {
  /** Whether the oldest that is due has waited for too long. */
  stands: () => boolean;
}

/** Milliseconds after which what waits is a backlog; and how often that is looked at. */
const BACKLOG = 1000;
const LOOK_EVERY = 500;

/** Begins to look. */
export function watchBacklog(deps: {
  events: Pick<EventStore, "oldestDue">;
  now: () => Date;
  log: Logger;
}): BacklogWatch {
  let stands = false;
  const loop = repeat({
    name: "the look at the backlog",
    pause: LOOK_EVERY,
    log: deps.log,
    async turn() {
      const oldest = await deps.events.oldestDue(deps.now());
      stands = oldest !== null && deps.now().getTime() - oldest.getTime() > BACKLOG;
      return 0;
    },
  });
  return { stands: () => stands, [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose]() };
}
