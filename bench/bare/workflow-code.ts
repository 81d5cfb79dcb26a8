import { proxyLocalActivities, proxySinks, type Sinks } from "@temporalio/workflow";
import type { activities } from "./activities.ts";

/** Tells the worker's process of each end, which costs Temporal nothing. */
export interface EndSinks extends Sinks {
  ends: { note: () => void };
}

const { ends } = proxySinks<EndSinks>();
const local = proxyLocalActivities<typeof activities>({ startToCloseTimeout: "1m" });

/** The least that a workflow could be. */
export async function empty(): Promise<void> {
  ends.note();
}

/** The same with one local activity. */
export async function withOneLocalActivity(): Promise<void> {
  await local.nothing();
  ends.note();
}
