/** Watches how late this process comes to do what is due. */
export interface LoopLag extends AsyncDisposable {
  /** Whether it is so late that a request taken now would be answered after its provider gave up. */
  tooLong: () => boolean;
}

const EVERY = 250;
/**
 * Milliseconds. A request goes around the event loop some five times until it is answered, and providers give up after
 * 5 to 10 s: what is taken at such a lag is stored and sent again all the same. High, for a second of garbage
 * collection or of a machine that stood still is no reason to refuse a webhook.
 */
const TOO_LONG = 2000;

/** Only a lag that is seen twice in a row counts: after a single one, the queue that it left is being worked off. */
export function createLoopLag(clock: () => number = () => performance.now()): LoopLag {
  let late = 0;
  let due = clock() + EVERY;
  const timer = setInterval(() => {
    late = clock() - due > TOO_LONG ? late + 1 : 0;
    due = clock() + EVERY;
  }, EVERY).unref();
  return {
    tooLong: () => late >= 2,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
    },
  };
}
