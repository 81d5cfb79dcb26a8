export { bulkOperation } from "./bulk-operation.ts";
export { deliverEvent } from "./event.ts";
export { simulateRules } from "./simulation.ts";
