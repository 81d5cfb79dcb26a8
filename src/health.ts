import type { Role } from "./config.ts";

/** What `/readyz` answers. */
export interface Readiness {
  status: "ready" | "not_ready";
  roles: readonly Role[];
  mongodb: { status: "up" | "down" };
  temporal: { status: "up" | "down"; address: string; ui_url: string | null };
  worker?: { status: "running" | "stopped" };
}

const ANSWER_WITHIN = 1500;

/**
 * Whether this process can do its work: never without MongoDB, a worker alone not without Temporal. Ingress and API
 * stay ready while Temporal is down, for they owe it nothing.
 */
export async function readiness(facts: {
  roles: readonly Role[];
  draining: () => boolean;
  ping: (timeoutMs: number) => Promise<void>;
  temporal: { answers: (timeoutMs: number) => Promise<boolean>; address: string; uiUrl: string | null };
  worker: { running: () => boolean | Promise<boolean> } | null;
}): Promise<Readiness> {
  const mongodb = facts.ping(ANSWER_WITHIN).then(
    () => true,
    () => false,
  );
  const [mongodbUp, temporalUp, running] = await Promise.all([
    mongodb,
    facts.temporal.answers(ANSWER_WITHIN),
    facts.worker?.running() ?? true,
  ]);
  const workerAlone = facts.roles.every((role) => role === "worker");
  const working = temporalUp && running;
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
    ...(facts.worker ? { worker: { status: running ? "running" : "stopped" } } : {}),
  };
}
