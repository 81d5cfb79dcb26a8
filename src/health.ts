import type { Role } from "./config.ts";

/** What `/readyz` answers. */
export interface Readiness {
  status: "ready" | "not_ready";
  roles: readonly Role[];
  mongodb: { status: "up" | "down" };
  temporal: { status: "up" | "down"; address: string; ui_url: string | null };
  worker?: { status: WorkerStatus };
}

/** Of a worker in a process of its own, `no_answer` may as well mean that it is busy. */
export type WorkerStatus = "running" | "stopped" | "no_answer";

const ANSWER_WITHIN = 1500;
/** Whoever probes an ingress has less patience, and does not ask for Temporal. */
const TEMPORAL_ANSWERS_WITHIN = 500;

/**
 * Whether this process can do its work: never without MongoDB, a worker alone not without Temporal. Ingress and API
 * stay ready while Temporal is down, for they owe it nothing.
 */
export async function readiness(facts: {
  roles: readonly Role[];
  draining: () => boolean;
  ping: (timeoutMs: number) => Promise<void>;
  temporal: { answers: (timeoutMs: number) => Promise<boolean>; address: string; uiUrl: string | null };
  worker: { status: () => WorkerStatus | Promise<WorkerStatus> } | null;
}): Promise<Readiness> {
  const mongodb = facts.ping(ANSWER_WITHIN).then(
    () => true,
    () => false,
  );
  const [mongodbUp, temporalUp, worker] = await Promise.all([
    mongodb,
    facts.temporal.answers(TEMPORAL_ANSWERS_WITHIN),
    facts.worker?.status() ?? null,
  ]);
  const workerAlone = facts.roles.every((role) => role === "worker");
  const working = temporalUp && (worker ?? "running") === "running";
  const ready = !facts.draining() && mongodbUp && (working || !workerAlone);
  return {
    status: ready ? "ready" : "not_ready",
    roles: facts.roles,
    mongodb: { status: mongodbUp ? "up" : "down" },
    temporal: {
      status: temporalUp ? "up" : "down",
      address: facts.temporal.address,
      ui_url: facts.temporal.uiUrl,
    },
    ...(worker ? { worker: { status: worker } } : {}),
  };
}
