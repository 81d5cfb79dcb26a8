import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

const EVERY = 600_000;
const DAY = 86_400_000;
const BATCH = 500;

/** Keeps what would expire within a day for as long as an event of it is not final: paused, delayed, between retries. */
export function createKeeper(deps: { store: Pick<Store, "keepOpen">; now: () => Date; log: Logger }): Loop {
  const inDays = (days: number) => new Date(deps.now().getTime() + days * DAY);
  return repeat({
    name: "the keeper of open events",
    pause: EVERY,
    log: deps.log,
    turn: () => deps.store.keepOpen(inDays(1), inDays(3), BATCH),
  });
}
