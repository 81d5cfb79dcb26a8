import type { RequestDocument } from "../store/documents.ts";
import type { Claim } from "../store/outbox.ts";
import type { Logger } from "../telemetry.ts";
import { repeat, type Loop } from "./repeat.ts";

const PAUSE = 1000;
const HOLD = 30_000;
const BATCH = 100;

/** Routes the accepted requests that were left behind: by a crash, or while MongoDB failed. */
export function createRequestSweeper(deps: {
  claim: (claim: Claim) => Promise<RequestDocument[]>;
  route: (request: RequestDocument) => Promise<void>;
  newLease: () => string;
  now: () => Date;
  log: Logger;
}): Loop {
  return repeat({
    name: "the request sweeper",
    pause: PAUSE,
    log: deps.log,
    turn: async () => {
      const requests = await deps.claim({
        lease: deps.newLease(),
        now: deps.now(),
        holdFor: HOLD,
        limit: BATCH,
      });
      await Promise.all(requests.map((request) => deps.route(request)));
      if (requests.length > 0)
        deps.log.info({ requests: requests.length }, "routed requests that were left behind");
      return requests.length;
    },
  });
}
