import { createBulkActivities, type BulkDependencies } from "./bulk-operation.ts";
import { createDeliveryActivities, type DeliveryDependencies } from "./delivery.ts";
import { createSimulationActivities, type SimulationDependencies } from "./simulation.ts";

/** All activities, over what they need. */
export function createActivities(deps: DeliveryDependencies & SimulationDependencies & BulkDependencies) {
  return {
    ...createDeliveryActivities(deps),
    ...createSimulationActivities(deps),
    ...createBulkActivities(deps),
  };
}

/** What workflows may call. */
export type Activities = ReturnType<typeof createActivities>;
