import { Gauge, type Registry } from "prom-client";
import type { Backlog } from "../store/backlog.ts";

/** Whom the state is asked of. Each may reject, or answer late: then nothing is told of it. */
export interface StateSources {
  backlog: () => Promise<Backlog>;
  mongodbAnswers: () => Promise<boolean>;
  temporalAnswers: () => Promise<boolean>;
  now: () => Date;
  /** Milliseconds for which a reading is told again; 5 s. */
  keepFor?: number;
}

interface State {
  mongodb: boolean;
  temporal: boolean;
  backlog: Backlog | null;
  at: Date;
}

const KEEP_FOR = 5000;
/** Counting takes one of so many parts of the time at most, but for… */
const SHARE = 50;
/** …what would not be read for longer than these milliseconds. */
const KEEP_LONGEST = 60_000;
/** Milliseconds for all that is asked: a scrape gives up after ten seconds. */
const WITHIN = 4000;

/**
 * Gauges of what this process sees of the servers, and of what waits in the database: they are global, so that of
 * several processes the greatest counts. Read when they are scraped, by one reading at a time, and seldom where that
 * takes long; what can't be read is left out.
 */
export function registerState(registry: Registry, sources: StateSources): void {
  const read = createReader(sources);
  const gauge = <L extends string>(
    name: string,
    help: string,
    show: (gauge: Gauge<L>, state: State) => void,
    ...labelNames: L[]
  ) =>
    new Gauge({
      registers: [registry],
      name,
      help,
      labelNames,
      async collect() {
        const state = await read();
        if (labelNames.length > 0) this.reset();
        else this.remove();
        show(this, state);
      },
    });

  gauge("fasthook_mongodb_up", "Whether MongoDB answers this process as a primary.", (it, { mongodb }) =>
    it.set(Number(mongodb)),
  );
  gauge("fasthook_temporal_up", "Whether Temporal answers this process.", (it, { temporal }) =>
    it.set(Number(temporal)),
  );
  gauge(
    "fasthook_events_waiting",
    "Events that are not final: queued, held, or processing, which wait for a retry.",
    (it, { backlog }) => {
      for (const [status, count] of Object.entries(backlog?.waiting ?? {})) it.set({ status }, count);
    },
    "status",
  );
  gauge(
    "fasthook_queue_oldest_seconds",
    "For how long the event has been due that has been so longest.",
    (it, { backlog, at }) => {
      if (backlog) it.set(secondsSince(backlog.dueSince, at));
    },
  );
  gauge(
    "fasthook_outbox_size",
    "Requests to be routed, and events of which Temporal is to be told, and those set aside.",
    (it, { backlog }) => {
      for (const [of, { count }] of Object.entries(backlog?.outbox ?? {})) it.set({ of }, count);
    },
    "of",
  );
  gauge(
    "fasthook_outbox_oldest_seconds",
    "For how long the step of the outbox has been overdue that has been so longest.",
    (it, { backlog, at }) => {
      for (const [of, { dueSince }] of Object.entries(backlog?.outbox ?? {}))
        it.set({ of }, secondsSince(dueSince, at));
    },
    "of",
  );
  gauge("fasthook_bulk_operations_open", "Bulk operations that are not over.", (it, { backlog }) => {
    if (backlog) it.set(backlog.bulkOperations);
  });
}

/** What was asked for, or the other where it fails or does not come in time. */
async function orElse<T>(other: T, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(other), WITHIN);
  });
  return Promise.race([asked.catch(() => other), late]).finally(() => clearTimeout(timer));
}

const secondsSince = (since: Date | null, at: Date) =>
  since === null ? 0 : Math.max(0, at.getTime() - since.getTime()) / 1000;

/** Never rejects. Whoever asks during a reading gets that one. */
function createReader(sources: StateSources): () => Promise<State> {
  const { keepFor = KEEP_FOR } = sources;
  let reading: Promise<State> | null = null;
  let freshUntil = -Infinity;

  async function readNow(): Promise<State> {
    const startedAt = performance.now();
    const [mongodb, temporal, backlog] = await Promise.all([
      orElse(false, sources.mongodbAnswers()),
      orElse(false, sources.temporalAnswers()),
      orElse(null, sources.backlog()),
    ]);
    const now = performance.now();
    const costly = mongodb ? Math.min(SHARE * (now - startedAt), KEEP_LONGEST) : 0;
    freshUntil = now + Math.max(keepFor, costly);
    return { mongodb, temporal, backlog, at: sources.now() };
  }

  return () => {
    if (!reading || performance.now() > freshUntil) {
      freshUntil = Infinity;
      reading = readNow();
    }
    return reading;
  };
}
