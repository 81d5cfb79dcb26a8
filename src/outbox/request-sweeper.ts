import type { RequestDocument } from "../store/documents.ts";
import type { Claim } from "../store/outbox.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

const PAUSE = 1000;
const HOLD = 30_000;
const BATCH = 100;
/** Of bodies, all in memory at once. */
const BATCH_BYTES = 32 * 1024 * 1024;

/** Routes the accepted requests that were left behind: by a crash, or while MongoDB failed. */
export function createRequestSweeper(deps: {
  claim: (claim: Claim) => Promise<RequestDocument[]>;
  route: (request: RequestDocument) => Promise<void>;
  newLease: () => string;
  now: () => Date;
  log: Logger;
  /** Told how many there were. */
  recovered?: (requests: number) => void;
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
        maxBytes: BATCH_BYTES,
      });
      const results = await Promise.allSettled(requests.map((request) => deps.route(request)));
      results.forEach((result, index) => {
        const request_id = requests[index]?._id;
        if (result.status === "rejected")
          deps.log.error({ err: result.reason as unknown, request_id }, "a request could not be routed");
      });
      const routed = results.filter((result) => result.status === "fulfilled").length;
      deps.recovered?.(routed);
      if (routed > 0) deps.log.info({ requests: routed }, "routed requests that were left behind");
      // Those that failed come again when their hold is over: they are no reason to go on at once.
      return routed;
    },
  });
}
