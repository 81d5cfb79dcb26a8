export { deliverEvent } from "./event.ts";
