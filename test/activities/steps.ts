import { MockActivityEnvironment } from "@temporalio/testing";
import { createBodyRoom } from "../../activities/body-room.ts";
import { createDeliveryActivities, type DeliveryDependencies } from "../../activities/delivery.ts";
import type { FirstAttemptDependencies } from "../../activities/first-attempt.ts";
import type { DeliveryResult } from "../../src/delivery/deliver.ts";
import { createHealthTracker } from "../../src/delivery/health.ts";
import { createRouter } from "../../src/outbox/router.ts";
import type { Outcome } from "../../src/rules/outcome.ts";
import type { ConnectionDocument, EventDocument, RequestDocument } from "../../src/store/documents.ts";
import type { Store } from "../../src/store/store.ts";
import type { AttemptInput } from "../../workflows/contract.ts";
import type { TestStore } from "../outbox/test-store.ts";

const now = () => new Date();

/** A connection, a request that came over it, and the event that routing made of it. */
export interface RoutedEvent {
  connection: ConnectionDocument;
  request: RequestDocument;
  event: EventDocument;
}

/** Routes a new request over a new connection. */
export async function routeOne(
  own: TestStore,
  changes: Partial<ConnectionDocument> = {},
): Promise<RoutedEvent> {
  const connection = await own.connect(changes);
  const request = await own.receive(connection);
  await using router = createRouter(own.store, now);
  await router.route(request);
  const [event] = await own.eventsOf(connection);
  return { connection, request, event: event! };
}

/** An attempt that the destination took. */
export const delivered = async (): Promise<DeliveryResult> => ({
  status: "delivered",
  requested_at: now(),
  method: "POST",
  url: "http://127.0.0.1:9/",
  request_headers: {},
  response_status: 200,
  response_headers: {},
  response_body: "",
  response_body_truncated: false,
  error_code: null,
  error_message: null,
  remote_address: "127.0.0.1",
  latency_ms: 1,
  retry_after: null,
});

/** What the steps of an event are made with, where no limit holds an attempt back. */
export function stepsOf(
  store: Store,
  deliver: DeliveryDependencies["deliver"],
): DeliveryDependencies & FirstAttemptDependencies {
  return {
    store,
    deliver,
    sandbox: { run: () => Promise.reject(new Error("nothing is to be run")) },
    health: createHealthTracker(),
    throttle: { enter: () => Promise.resolve(null), leave: () => Promise.resolve() },
    bodies: createBodyRoom(),
    now,
    random: () => 0.5,
    begun: () => undefined,
    transformed: () => undefined,
    settled: () => undefined,
  };
}

/** Runs the activity that is to make the event's next attempt. */
export function runDeliver(
  deps: DeliveryDependencies,
  { team_id, _id: event_id, attempts_count }: EventDocument,
  order: Partial<AttemptInput> = {},
  environment = new MockActivityEnvironment(),
): Promise<Outcome> {
  const { deliver } = createDeliveryActivities(deps);
  const own = { trigger: "initial", actor: null } as const;
  const input: AttemptInput = { team_id, event_id, attempt_number: attempts_count + 1, ...own, ...order };
  return environment.run<[AttemptInput], Outcome, typeof deliver>(deliver, input);
}
