import { createBulkActivities, type BulkDependencies } from "./bulk-operation.ts";
import { createDeliveryActivities, type DeliveryDependencies } from "./delivery.ts";
import { createSimulationActivities, type SimulationDependencies } from "./simulation.ts";

/** What all activities need. */
export type ActivityDependencies = DeliveryDependencies & SimulationDependencies & BulkDependencies;

/** All activities, over what they need. */
export function createActivities(deps: ActivityDependencies) {
  return {
    ...createDeliveryActivities(deps),
    ...createSimulationActivities(deps),
    ...createBulkActivities(deps),
  };
}

/** What workflows may call. */
export type Activities = ReturnType<typeof createActivities>;
