import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, read } from "./api.ts";
import type { Problem } from "./wire.ts";

/** What a GET answered: the latest answer stays while it is asked again. */
export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
  /** Reads it again as soon as it has rested from the last time; what is under way comes to its end. */
  refresh: () => void;
  /** Puts in place of the answer what is known to be newer. */
  put: (data: T) => void;
}

/** What was seen lately, so that going back shows it at once. */
const seen = new Map<string, unknown>();
const MOST_SEEN = 60;

function remember(path: string, data: unknown): void {
  seen.delete(path);
  seen.set(path, data);
  const [oldest] = seen.keys();
  if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
}

const recall = <T>(path: string | null): T | null =>
  path === null ? null : ((seen.get(path) as T | undefined) ?? null);

/** Forgets all answers: they belong to a session. */
export function forgetAll(): void {
  seen.clear();
}

interface LoadOptions {
  /** Milliseconds after which it is read again, while the page is visible; more where the answer takes long. */
  every?: number;
  /** Whether only what is answered now is shown: for what is edited, and would be saved as it once was. */
  fresh?: boolean;
}

/** What takes long to answer is asked for less often: it rests for so many times as long as it took. */
const REST = 4;
/** Milliseconds that it rests at most. */
const LONGEST_REST = 30_000;
/** Milliseconds after which what waits for an answer under way looks again. */
const LOOK_AGAIN = 250;

/** A question under way. */
interface Asked {
  stop: AbortController;
  /** Whether something newer than its answer may be known by now. */
  outdated: boolean;
}

/** Reads a path of the API, null for none. */
export function useLoaded<T>(path: string | null, { every, fresh = false }: LoadOptions = {}): Loaded<T> {
  const [answer, setAnswer] = useState<{ path: string | null; data: T | null; problem: Problem | null }>(
    () => ({
      path,
      data: fresh ? null : recall<T>(path),
      problem: null,
    }),
  );
  const [asking, setAsking] = useState(false);
  const latest = useRef<Asked | null>(null);
  const rested = useRef(0);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);

  const reload = useCallback(() => {
    latest.current?.stop.abort();
    clearTimeout(waiting.current);
    if (path === null) return;
    const own: Asked = (latest.current = { stop: new AbortController(), outdated: false });
    const { signal } = own.stop;
    setAsking(true);
    const askedAt = performance.now();
    read<T>(path, signal)
      .then(
        (data) => {
          if (signal.aborted) return;
          const took = performance.now() - askedAt;
          const rest = Math.min(REST * took, LONGEST_REST);
          rested.current = performance.now() + rest;
          if (own.outdated) {
            clearTimeout(waiting.current);
            waiting.current = setTimeout(reload, rest);
          } else {
            remember(path, data);
            setAnswer({ path, data, problem: null });
          }
        },
        (error: unknown) => {
          if (signal.aborted) return;
          rested.current = 0;
          setAnswer((before) => ({
            path,
            data: before.path === path ? before.data : null,
            problem: asProblem(error),
          }));
        },
      )
      .finally(() => {
        if (signal.aborted) return;
        latest.current = null;
        setAsking(false);
      });
  }, [path]);

  const refresh = useCallback(() => {
    clearTimeout(waiting.current);
    const rest = latest.current ? LOOK_AGAIN : rested.current - performance.now();
    if (rest > 0) waiting.current = setTimeout(refresh, rest);
    else reload();
  }, [reload]);

  useEffect(() => {
    reload();
    // An answer that is under way is waited for: asked anew each time, it would never come.
    const again = () => document.hidden || latest.current || performance.now() < rested.current || reload();
    const timer = every ? setInterval(again, every) : undefined;
    return () => {
      clearInterval(timer);
      clearTimeout(waiting.current);
      latest.current?.stop.abort();
    };
  }, [reload, every]);

  const put = useCallback(
    (data: T) => {
      if (path) remember(path, data);
      setAnswer({ path, data, problem: null });
      // What was asked before may be answered as it was before. Asked anew each time, a slow answer would never come.
      if (latest.current) latest.current.outdated = true;
    },
    [path],
  );
  const current = answer.path === path;
  const data = current ? answer.data : fresh ? null : recall<T>(path);
  return {
    data,
    problem: current ? answer.problem : null,
    loading: asking || !current,
    reload,
    refresh,
    put,
  };
}
