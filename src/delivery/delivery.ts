import { createHttpClient, type HttpClientOptions } from "./client.ts";
import { createDeliver, type Deliver } from "./deliver.ts";
import { createHealthTracker, type HealthTracker } from "./health.ts";
import { createTokenSource } from "./oauth.ts";

/** All that makes deliveries in one process. Disposing it closes its connections, those in use too. */
export interface Deliveries extends AsyncDisposable {
  deliver: Deliver;
  health: HealthTracker;
}

/** Throws an Error for a faulty subnet. */
export function createDelivery({ now, ...options }: HttpClientOptions & { now: () => Date }): Deliveries {
  const client = createHttpClient(options);
  const health = createHealthTracker(options);
  const tokens = createTokenSource({ client, clock: options.clock });
  return {
    deliver: createDeliver({ client, tokens, health, now, clock: options.clock }),
    health,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
