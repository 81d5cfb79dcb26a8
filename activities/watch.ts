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
  const look = () =>
    isStopped().then(
      (seen) => void (stopped ||= seen),
      () => undefined,
    );
  const timer = setInterval(() => void look(), EVERY);
  try {
    const result = await work();
    return { result, stopped };
  } finally {
    clearInterval(timer);
  }
}
