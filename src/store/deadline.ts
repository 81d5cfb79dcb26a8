import { Unavailable } from "../errors.ts";

/**
 * The result of `work`, or Unavailable after `ms` milliseconds, from where on nobody hears of it. The driver's own
 * deadlines do not hold when a server accepts connections and then is silent: 5 s were seen to take 16.
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
