import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "./api.ts";
import type { Sent } from "./load.ts";
import type { Random } from "./random.ts";

/** What an operator does meanwhile: `at` and `lasts` in milliseconds, `which` from 0 to 1 chooses among what there is. */
export type Deed = { at: number; which: number } & ({ kind: "retry" } | { kind: "pause"; lasts: number });

/** An event that was ordered to be sent again. */
export interface Order {
  eventId: string;
  /** Whether the API accepted it; where it never answered, it may stand all the same. */
  accepted: boolean;
}

/** Milliseconds before the first deed, and for which a call is made again. */
const QUIET = 1000;
const ASKS_WITHIN = 15_000;
const UNPAUSES_WITHIN = 120_000;

/** What is done in a hunt that lasts so many milliseconds: the same for the same seed. */
export function planDeeds(random: Random, duration: number): Deed[] {
  const deeds: Deed[] = [];
  for (let at = QUIET; at < duration; at += random.between(100, 900)) {
    const deed = { at: Math.round(at), which: random.next() };
    if (random.next() < 0.15)
      deeds.push({ ...deed, kind: "pause", lasts: Math.round(random.between(300, 2000)) });
    else deeds.push({ ...deed, kind: "retry" });
  }
  return deeds;
}

/** What the operator works with: the connections, and what was promised so far. */
export interface Operations {
  api: Api;
  connectionIds: string[];
  acked: readonly Sent[];
}

/** Does each deed at its time; resolves with the orders when all are answered, and no connection is paused any more. */
export async function operate(deeds: Deed[], operations: Operations): Promise<Order[]> {
  const begun = performance.now();
  const work: Promise<Order | null>[] = [];
  for (const deed of deeds) {
    await sleep(Math.max(0, deed.at - (performance.now() - begun)));
    work.push(deed.kind === "retry" ? retry(deed, operations) : pause(deed, operations));
  }
  const orders = await Promise.all(work);
  // A pause of which nothing was heard may have come after its unpause.
  for (const id of operations.connectionIds) {
    const path = `/connections/${id}/unpause`;
    if (!(await operations.api.insist<object>("PUT", path, undefined, UNPAUSES_WITHIN)))
      throw new Error(`${id} could not be unpaused`);
  }
  return orders.flatMap((order) => order ?? []);
}

const chosen = <T>(items: readonly T[], which: number): T | undefined =>
  items[Math.floor(which * items.length)];

async function retry({ which }: Deed, { api, acked }: Operations): Promise<Order | null> {
  const requestId = chosen(acked, which)?.requestId;
  if (!requestId) return null;
  type Page = { models: { id: string }[] };
  const page = await api.insist<Page>("GET", `/requests/${requestId}/events`, undefined, ASKS_WITHIN);
  const eventId = page?.models[0]?.id;
  // It may not be routed yet.
  if (eventId === undefined) return null;
  const accepted = await api.insist<object>("POST", `/events/${eventId}/retry`, {}, ASKS_WITHIN);
  return { eventId, accepted: accepted !== null };
}

/** Pauses that overlap end with the first unpause. */
async function pause(deed: Deed & { kind: "pause" }, { api, connectionIds }: Operations): Promise<null> {
  const path = `/connections/${chosen(connectionIds, deed.which)}`;
  await api.insist<object>("PUT", `${path}/pause`, undefined, ASKS_WITHIN);
  await sleep(deed.lasts);
  await api.insist<object>("PUT", `${path}/unpause`, undefined, UNPAUSES_WITHIN);
  return null;
}
