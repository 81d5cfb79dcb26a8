import { Unavailable } from "../errors.ts";

/** Milliseconds for a write that is safe to repeat, also of many: it is made again where it was given up. */
export const WRITE_WITHIN = 10_000;

/**
 * The result of `work`, or Unavailable after `ms` milliseconds, from where on nobody hears of it. The driver's own
 * deadlines do not hold: its `timeoutMS` has no effect (7.9), a transaction is tried for two minutes, and a write that a
 * silent server does not take in waits for ever, also when `socketTimeoutMS` has destroyed its socket.
 */
export async function within<R>(ms: number, work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable("MongoDB", `no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
