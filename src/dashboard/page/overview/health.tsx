import { useEffect, useState } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Status } from "../parts/status.tsx";

/** What `/readyz` answers, as far as it is shown. */
interface Ready {
  mongodb: { status: string };
  temporal: { status: string; address: string; ui_url: string | null };
  worker?: { status: string };
}

const EVERY = 5000;

/** The state of what the gateway depends on; `/readyz` tells it, with 503 too. */
export function Health() {
  const [ready, setReady] = useState<Ready | null>(null);
  const [reached, setReached] = useState(true);
  useEffect(() => {
    const look = () =>
      fetch("/readyz", { signal: AbortSignal.timeout(EVERY) })
        .then((answer) => answer.json() as Promise<Ready>)
        .then(
          (it) => {
            setReady(it);
            setReached(true);
          },
          () => setReached(false),
        );
    void look();
    const timer = setInterval(() => document.hidden || void look(), EVERY);
    return () => clearInterval(timer);
  }, []);
  if (!reached) return <p class="notice bad">The gateway is out of reach.</p>;
  if (!ready) return null;
  return (
    <div class="health" role="status">
      <span>
        MongoDB <Status status={ready.mongodb.status} />
      </span>
      <span>
        Temporal <Status status={ready.temporal.status} />
        {ready.temporal.ui_url ? (
          <a href={ready.temporal.ui_url} target="_blank" rel="noreferrer" title={ready.temporal.address}>
            UI <Icon name="external" size={12} />
          </a>
        ) : null}
      </span>
      {ready.worker ? (
        <span>
          Worker <Status status={ready.worker.status === "running" ? "up" : "down"} />
        </span>
      ) : null}
    </div>
  );
}
