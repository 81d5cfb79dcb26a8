import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes as OtlpAttributes,
  type SpanContext,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import type { Logger } from "./log.ts";
import { formatTraceparent, parseTraceparent } from "./traceparent.ts";
import type { Attributes, Span, SpanStart, Tracer, TracingSettings } from "./tracing.ts";

const KINDS = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
} as const satisfies Record<SpanStart["kind"], SpanKind>;

/** Milliseconds for one message to the receiver, retries included; and between two. */
const SEND_WITHIN = 5000;
const SEND_EVERY = 1000;
/** Spans that wait to be sent; what comes beyond them is dropped. */
const MOST_WAITING = 4096;

/**
 * Sends spans in groups, as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). A receiver that fails costs the
 * spans, and one line in the log, but no webhook.
 */
export function createOtlpTracer(settings: TracingSettings, log: Logger): Tracer {
  const { endpoint, headers, serviceName, share } = settings;
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: SEND_WITHIN });
  const ratio = new TraceIdRatioBasedSampler(share);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    // Whoever calls ingress does not decide what we keep; within a webhook's trace, its first span does.
    sampler: new ParentBasedSampler({
      root: ratio,
      remoteParentSampled: ratio,
      remoteParentNotSampled: ratio,
    }),
    spanProcessors: [
      new BatchSpanProcessor(tellingFaults(exporter, url, log), {
        scheduledDelayMillis: SEND_EVERY,
        exportTimeoutMillis: SEND_WITHIN,
        maxQueueSize: MOST_WAITING,
      }),
    ],
  });
  const tracer = provider.getTracer("fasthook");
  return {
    begin({ name, kind, parent, remote = false, link, startedAt, attributes = {} }) {
      const within = contextOf(parent, remote);
      const linked = contextOf(link ?? null, false);
      const options = {
        kind: KINDS[kind],
        attributes: present(attributes),
        ...(linked && { links: [{ context: linked }] }),
        ...(startedAt && { startTime: startedAt }),
      };
      const context = within ? trace.setSpanContext(ROOT_CONTEXT, within) : ROOT_CONTEXT;
      return toSpan(tracer.startSpan(name, options, context));
    },
    [Symbol.asyncDispose]: () => provider.shutdown(),
  };
}

function toSpan(span: ReturnType<ReturnType<BasicTracerProvider["getTracer"]>["startSpan"]>): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const sampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return {
    traceparent: formatTraceparent({ traceId, spanId, sampled }),
    end({ attributes = {}, error } = {}) {
      span.setAttributes(present(attributes));
      if (error) span.setAttribute("error.type", error).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function contextOf(traceparent: string | null, isRemote: boolean): SpanContext | null {
  const parsed = traceparent === null ? null : parseTraceparent(traceparent);
  if (!parsed) return null;
  const { traceId, spanId, sampled } = parsed;
  return { traceId, spanId, isRemote, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

function present(attributes: Attributes): OtlpAttributes {
  const given = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as OtlpAttributes;
}

/** Tells of the first failure, and of the first success after it. */
function tellingFaults(exporter: OTLPTraceExporter, url: string, log: Logger): SpanExporter {
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !failing) log.warn({ err: result.error, url }, "spans could not be sent, and are lost");
        if (!failed && failing) log.info({ url }, "spans are sent again");
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}
