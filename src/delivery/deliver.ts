import type { Attempt } from "../resources/attempt.ts";
import type { DestinationRecord } from "../resources/destination.ts";
import type { Failure } from "./classify.ts";
import type { HttpClient, SendResult } from "./client.ts";
import { compose, type Composed, type Delivery } from "./compose.ts";
import type { HealthTracker } from "./health.ts";
import type { TokenSource } from "./oauth.ts";
import { redact } from "./redact.ts";

/** What an attempt records of the try itself, and the `retry-after` that the destination sent with it, raw. */
export type DeliveryResult = Pick<Attempt, "status" | "requested_at" | "method" | "url" | "request_headers"> &
  SendResult;

/** What belongs to the moment of an attempt, not to its destination. */
export interface DeliverOptions {
  /** Gives the attempt up: `deliver` then rejects with its reason. */
  signal?: AbortSignal;
}

/** Makes one attempt. Whatever the destination does, it is a result, not an exception. */
export type Deliver = (
  delivery: Delivery,
  destination: DestinationRecord,
  options?: DeliverOptions,
) => Promise<DeliveryResult>;

/** What an attempt is made with. */
export interface DeliverDependencies {
  client: HttpClient;
  tokens: TokenSource;
  health: HealthTracker;
  now: () => Date;
  /** A monotonic clock in milliseconds. */
  clock?: () => number;
}

interface Try {
  composed: Composed;
  result: SendResult;
  token: string | null;
}

/** An OAuth2 token that the destination refuses is fetched anew, once, within the same time limit. */
export function createDeliver(dependencies: DeliverDependencies): Deliver {
  const { client, tokens, health, now, clock = () => performance.now() } = dependencies;

  return async (delivery, destination, { signal } = {}) => {
    const requestedAt = now();
    const startedAt = clock();
    /** One time limit for all that the attempt needs, tokens included. */
    const remaining = () => Math.max(1, Math.ceil(destination.timeout_ms - (clock() - startedAt)));

    async function tryOnce(): Promise<Try> {
      const { auth } = destination;
      const oauth2 = auth.type === "oauth2_client_credentials";
      const granted = oauth2 ? await tokens.token(destination.id, auth, remaining()) : null;
      const token = granted && "token" in granted ? granted.token : null;
      const composed = compose(delivery, destination, token, requestedAt);
      const failure = composed.fault ?? (granted && "failure" in granted ? granted.failure : null);
      if (failure) return { composed, token, result: unsent(failure) };
      return {
        composed,
        token,
        result: await client.send(composed, {
          destinationId: destination.id,
          timeoutMs: remaining(),
          limitMs: destination.timeout_ms,
          signal,
        }),
      };
    }

    const end = health.begin(destination.id);
    let outcome: Parameters<typeof end>[0] = null;
    try {
      let made = await tryOnce();
      if (made.token !== null && made.result.response_status === 401) {
        tokens.drop(destination.id, made.token);
        made = await tryOnce();
      }
      const latency = Math.round(clock() - startedAt);
      const failed = made.result.error_code !== null;
      // What the sender got wrong says nothing of the destination.
      if (!made.composed.fault) outcome = { latency, failed };
      return {
        ...redact(made.result, made.composed.secrets),
        status: failed ? "failed" : "delivered",
        requested_at: requestedAt,
        method: made.composed.method,
        url: made.composed.recordedUrl,
        request_headers: made.composed.recordedHeaders,
        latency_ms: latency,
      };
    } finally {
      end(outcome);
    }
  };
}

function unsent(failure: Failure): SendResult {
  return {
    response_status: null,
    response_headers: null,
    response_body: null,
    response_body_truncated: false,
    ...failure,
    remote_address: null,
    latency_ms: 0,
    retry_after: null,
  };
}
