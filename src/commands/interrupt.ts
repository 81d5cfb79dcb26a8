/** Turns the first Ctrl-C, or a SIGTERM, into an abort, until it is disposed of. */
export function untilInterrupted(): { signal: AbortSignal } & AsyncDisposable {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  return {
    signal: stop.signal,
    async [Symbol.asyncDispose]() {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    },
  };
}
