/** Milliseconds between two looks. */
const EVERY = 100;

/**
 * Does `work`, which may wait long, and looks meanwhile whether it is still wanted: its result, and whether a look said
 * that it is not. A look that fails tells nothing, and the next one comes soon.
 */
export async function watching<R>(
  work: () => Promise<R>,
  isStopped: () => Promise<boolean>,
): Promise<{ result: R; stopped: boolean }> {
  let stopped = false;
  let looking = false;
  async function look(): Promise<void> {
    // Where MongoDB is slow, looks must not pile up.
    if (looking) return;
    looking = true;
    stopped = (await isStopped().catch(() => false)) || stopped;
    looking = false;
  }
  const timer = setInterval(() => void look(), EVERY);
  try {
    const result = await work();
    return { result, stopped };
  } finally {
    clearInterval(timer);
  }
}
