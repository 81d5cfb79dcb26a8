import { Icon } from "../parts/icon.tsx";
import { Status } from "../parts/status.tsx";
import { useReady } from "../ready.ts";

const EVERY = 5000;

/** The state of what the gateway depends on. */
export function Health() {
  const { ready, reached } = useReady(EVERY);
  // What can't be asked is not up; the page's notice says so.
  if (!reached || !ready) return null;
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
