import { useEffect, useRef, useState } from "preact/hooks";
import { credentials } from "./api.ts";

/** What a stream tells: records that are new or changed, and ids of changed ones that the filter leaves out. */
export interface Changes<T> {
  models: T[];
  gone: string[];
}

/** Whether changes are heard at the moment. */
export type LiveState = "off" | "connecting" | "live";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
/** A stream has a beat every 15 seconds: one that is silent for longer is dead, whatever the connection says. */
const SILENT_FOR = 40_000;
/** A busy gateway tells several times a second that there was more than can be told. */
const MISSED_EVERY = 1000;

/**
 * Listens to server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) with the session's
 * key, which EventSource can't send. `missed` is called where changes may have gone unheard.
 */
export function useLive<T>(
  path: string | null,
  heard: (changes: Changes<T>) => void,
  missed: () => void,
): LiveState {
  const [state, setState] = useState<LiveState>("off");
  const callbacks = useRef({ heard, missed });
  callbacks.current = { heard, missed };
  useEffect(() => {
    if (path === null) return setState("off");
    const stop = new AbortController();
    const missedNow = atMostEvery(MISSED_EVERY, stop.signal, () => callbacks.current.missed());
    void follow(path, stop.signal, {
      state: setState,
      message: (kind, data) => {
        if (kind === "changes") callbacks.current.heard(JSON.parse(data) as Changes<T>);
        if (kind === "missed") missedNow();
      },
    });
    return () => stop.abort();
  }, [path]);
  return state;
}

/** Runs at once, then at most once in so many milliseconds, and for the last call too. */
function atMostEvery(milliseconds: number, stop: AbortSignal, run: () => void): () => void {
  let ranAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    timer = undefined;
    ranAt = performance.now();
    if (!stop.aborted) run();
  };
  return () => {
    timer ??= setTimeout(now, Math.max(0, ranAt + milliseconds - performance.now()));
  };
}

interface Listener {
  state: (state: LiveState) => void;
  message: (kind: string, data: string) => void;
}

async function follow(path: string, stop: AbortSignal, listener: Listener): Promise<void> {
  let wait = FIRST_WAIT;
  while (!stop.aborted) {
    listener.state("connecting");
    const answer = await fetch(`/v1${path}`, { headers: credentials(), signal: stop }).catch(() => null);
    if (stop.aborted) return;
    if (answer?.ok && answer.body) {
      listener.state("live");
      wait = FIRST_WAIT;
      await listen(answer.body, listener).catch(() => undefined);
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      return listener.state("off");
    }
    if (stop.aborted) return;
    listener.state("connecting");
    await pause(wait, stop);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function listen(body: ReadableStream<Uint8Array>, { message }: Listener): Promise<void> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = "";
  for (;;) {
    const silence = setTimeout(() => void reader.cancel(), SILENT_FOR);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split("\n")
          .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
      const data = field("data");
      if (data.length > 0) message(field("event")[0] ?? "message", data.join("\n"));
    }
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
