import type { Erasure } from "../store/erasure.ts";
import type { Logger } from "../telemetry/log.ts";
import { repeat, type Loop } from "./repeat.ts";

const EVERY = 60_000;
const BATCH = 100;

/** Erases what was under way when the data of its request was erased, and was recorded after that. */
export function createEraser(deps: {
  erasure: Pick<Erasure, "eraseAgain">;
  now: () => Date;
  log: Logger;
}): Loop {
  return repeat({
    name: "the eraser of late records",
    pause: EVERY,
    log: deps.log,
    turn: () => deps.erasure.eraseAgain(deps.now(), BATCH),
  });
}
