import { useCallback, useEffect, useState } from "preact/hooks";
import { asProblem, readBytes } from "../api.ts";
import type { HeaderFields, Problem } from "../wire.ts";
import { readRaw, type RawBody } from "./raw-body.ts";

/** The body at a path of the API, null for none; a changed `version` reads it again. */
export function useRawBody(path: string | null, headers: HeaderFields, version = "") {
  const [raw, setRaw] = useState<RawBody | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tried, setTried] = useState(0);
  const readAs = JSON.stringify([headers["content-encoding"], headers["content-type"]]);
  useEffect(() => {
    setRaw(null);
    if (path === null) return;
    const stop = new AbortController();
    setProblem(null);
    readBytes(path, stop.signal)
      .then((bytes) => readRaw(bytes, headers))
      .then(
        (it) => stop.signal.aborted || setRaw(it),
        (error: unknown) => stop.signal.aborted || setProblem(asProblem(error)),
      );
    return () => stop.abort();
  }, [path, readAs, version, tried]);
  const retry = useCallback(() => setTried((count) => count + 1), []);
  return { raw, problem, retry };
}
