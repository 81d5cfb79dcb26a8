import type { Logger } from "./log.ts";
import type { Tracer, TracingSettings } from "./tracing.ts";

/** Null where nothing is to be traced: then nothing of OpenTelemetry is even loaded. */
export async function createTracer(settings: TracingSettings | null, log: Logger): Promise<Tracer | null> {
  if (!settings) return null;
  const { createOtlpTracer } = await import("./otlp.ts");
  return createOtlpTracer(settings, log);
}
