import { useEffect, useState } from "preact/hooks";

/** What `/readyz` answers, as far as it is shown. */
export interface Ready {
  mongodb: { status: string };
  temporal: { status: string; address: string; ui_url: string | null };
  worker?: { status: string };
}

/** The state of what the gateway depends on, asked every so many milliseconds; `/readyz` tells it with 503 too. */
export function useReady(every: number): { ready: Ready | null; reached: boolean } {
  const [ready, setReady] = useState<Ready | null>(null);
  const [reached, setReached] = useState(true);
  useEffect(() => {
    const look = () =>
      fetch("/readyz", { signal: AbortSignal.timeout(ANSWER_WITHIN) })
        .then((answer) => answer.json() as Promise<Ready>)
        .then(
          (it) => {
            setReady(it);
            setReached(true);
          },
          () => setReached(false),
        );
    void look();
    const timer = setInterval(() => document.hidden || void look(), every);
    return () => clearInterval(timer);
  }, [every]);
  return { ready, reached };
}

const ANSWER_WITHIN = 5000;
