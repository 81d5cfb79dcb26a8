import { createDeliveryActivities, type DeliveryDependencies } from "./delivery.ts";

/** All activities, over what they need. */
export function createActivities(deps: DeliveryDependencies) {
  return { ...createDeliveryActivities(deps) };
}

/** What workflows may call. */
export type Activities = ReturnType<typeof createActivities>;
