import type { Deliver, DeliveryResult } from "../delivery/deliver.ts";
import type { EventDocument, RequestDocument, TransformationDocument } from "../store/documents.ts";
import type { Execution } from "../sandbox/execution.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Attributes, Span, SpanStart, Tracer } from "./tracing.ts";

/** Delivers an event: makes one attempt of it. */
export type DeliverEvent = (event: EventDocument, ...made: Parameters<Deliver>) => Promise<DeliveryResult>;

/** What is told of a webhook at its stations: in metrics, in the log, and in spans where there is a tracer. */
export interface WebhookTelemetry {
  /** A call that is to be stored; what follows is part of the span. Null without a tracer. */
  receiving: (request: RequestDocument, startedAt: Date) => Span | null;
  /** What routing made of a request, without the events that were there before. */
  routed: (request: RequestDocument, made: EventDocument[], startedAt: Date) => void;
  /** Tells Temporal of an event. */
  telling: (tell: (event: EventDocument) => Promise<void>) => (event: EventDocument) => Promise<void>;
  transformed: (
    event: EventDocument,
    transformation: Pick<TransformationDocument, "_id" | "version">,
    execution: Execution,
    startedAt: Date,
  ) => void;
  /** Makes attempts, each of which carries its own `traceparent` where there is a tracer. */
  delivering: (deliver: Deliver) => DeliverEvent;
  /** An attempt was counted; the event is as it left it. */
  settled: (event: Pick<EventDocument, "status">) => void;
}

/** Milliseconds after which a step gets a trace of its own, which names the webhook's: tracing tools forget long ones. */
const LATE = 3_600_000;

/** Everything of one process. `now` is the time that events are dated by. */
export function createWebhookTelemetry(deps: {
  metrics: Metrics;
  tracer: Tracer | null;
  log: Logger;
  now: () => Date;
}): WebhookTelemetry {
  const { metrics, tracer, log, now } = deps;

  /** A step of an event, in its webhook's trace. */
  function begin(event: EventDocument, step: Pick<SpanStart, "name" | "kind" | "startedAt" | "attributes">) {
    if (!tracer) return null;
    const { traceparent = null } = event;
    const late = event.replay_number > 0 || now().getTime() - event.created_at.getTime() > LATE;
    const place = late ? { parent: null, link: traceparent } : { parent: traceparent };
    return tracer.begin({ ...step, ...place, attributes: { ...named(idsOf(event)), ...step.attributes } });
  }

  function note(event: EventDocument, delivery: Parameters<Deliver>[0], result: DeliveryResult): void {
    const { error_code, error_message, response_status, latency_ms } = result;
    metrics.attempts.inc({ result: error_code ?? "delivered" });
    metrics.attemptSeconds.observe(latency_ms / 1000);
    if (error_code === null && event.delivered_at === null) {
      const taken = (now().getTime() - event.created_at.getTime()) / 1000;
      metrics.firstDelivery.observe({ attempt: delivery.attemptNumber === 1 ? "first" : "later" }, taken);
    }
    const { attemptNumber: attempt_number, trigger } = delivery;
    const line = { ...idsOf(event), attempt_number, trigger, response_status, latency_ms };
    if (error_code === null) log.debug(line, "delivered");
    else log.info({ ...line, error_code, error_message }, "an attempt failed");
  }

  return {
    receiving(request, startedAt) {
      if (!tracer) return null;
      const received = request.header_lines.find(([name]) => name === "traceparent");
      const { _id: request_id, team_id, source_id, method } = request;
      return tracer.begin({
        name: `${method} /in/{token}`,
        kind: "server",
        parent: received?.[1] ?? null,
        remote: true,
        startedAt,
        attributes: {
          "http.request.method": method,
          "http.route": "/in/{token}",
          ...named({ request_id, team_id, source_id }),
        },
      });
    },
    routed(request, made, startedAt) {
      for (const { status } of made) metrics.events.inc({ status });
      const { _id: request_id, team_id, source_id, traceparent: parent } = request;
      log.debug({ request_id, source_id, events: made.length }, "routed");
      if (!tracer || !parent) return;
      const attributes = named({ request_id, team_id, source_id, events: made.length });
      tracer.begin({ name: "route", kind: "internal", parent, startedAt, attributes }).end();
    },
    telling: (tell) => async (event) => {
      const span = begin(event, { name: "start workflow", kind: "producer" });
      await tell(event).catch((error: unknown) => {
        span?.end({ error: nameOf(error) });
        throw error;
      });
      span?.end();
    },
    transformed(event, { _id: transformation_id, version }, execution, startedAt) {
      const attributes = named({ transformation_id, version, status: execution.status });
      const span = begin(event, { name: "transform", kind: "internal", startedAt, attributes });
      span?.end({ error: execution.status === "ok" ? null : execution.status });
    },
    delivering: (deliver) => async (event, delivery, destination, options) => {
      const { attemptNumber: attempt_number, trigger } = delivery;
      const { hostname, port, protocol } = new URL(destination.url);
      const span = begin(event, {
        name: "deliver",
        kind: "client",
        attributes: {
          "http.request.method": destination.http_method ?? delivery.method,
          "server.address": hostname,
          "server.port": Number(port) || (protocol === "https:" ? 443 : 80),
          ...named({ attempt_number, trigger }),
        },
      });
      const traced = span ? { ...delivery, traceparent: span.traceparent } : delivery;
      const result = await deliver(traced, destination, options).catch((error: unknown) => {
        span?.end({ error: nameOf(error) });
        throw error;
      });
      note(event, delivery, result);
      const attributes = { "http.response.status_code": result.response_status };
      span?.end({ attributes, error: result.error_code });
      return result;
    },
    settled({ status }) {
      if (status === "delivered" || status === "failed") metrics.settled.inc({ status });
    },
  };
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "Error");

/** What an event is found by, in each log line and span of it. */
function idsOf(event: EventDocument) {
  const { _id: event_id, request_id, team_id, connection_id, destination_id, workflow_id } = event;
  return { event_id, request_id, team_id, connection_id, destination_id, workflow_id };
}

const named = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`fasthook.${name}`, value]));
