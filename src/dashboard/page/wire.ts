import type { z } from "zod";
import type { ApiKey, MadeApiKey } from "../../resources/api-key.ts";
import type { Attempt } from "../../resources/attempt.ts";
import type { AuditEntry } from "../../resources/audit-entry.ts";
import type { BulkOperation, bulkPreview } from "../../resources/bulk-operation.ts";
import type { Connection } from "../../resources/connection.ts";
import type { Destination, SigningSecrets } from "../../resources/destination.ts";
import type { Event } from "../../resources/event.ts";
import type { Execution, RequestPayload, TrialExecution } from "../../resources/execution.ts";
import type { MetricSeries } from "../../resources/metric.ts";
import type { Data, Request } from "../../resources/request.ts";
import type { Rule } from "../../resources/rule.ts";
import type { Simulation } from "../../resources/simulation.ts";
import type { Source } from "../../resources/source.ts";
import type { Team } from "../../resources/team.ts";
import type { Transformation, TransformationVersion } from "../../resources/transformation.ts";

/** The resources as the REST API has them on the wire. */
export interface Wire {
  source: z.input<typeof Source>;
  destination: z.input<typeof Destination>;
  signingSecrets: z.input<typeof SigningSecrets>;
  connection: z.input<typeof Connection>;
  request: z.input<typeof Request>;
  event: z.input<typeof Event>;
  attempt: z.input<typeof Attempt>;
  transformation: z.input<typeof Transformation>;
  version: z.input<typeof TransformationVersion>;
  execution: z.input<typeof Execution>;
  trial: z.input<typeof TrialExecution>;
  rule: z.input<typeof Rule>;
  data: z.input<typeof Data>;
  simulation: z.input<typeof Simulation>;
  bulk: z.input<typeof BulkOperation>;
  preview: z.input<ReturnType<typeof bulkPreview<z.ZodType<unknown>>>>;
  metrics: z.input<typeof MetricSeries>;
  payload: z.input<typeof RequestPayload>;
  apiKey: z.input<typeof ApiKey>;
  madeApiKey: z.input<typeof MadeApiKey>;
  team: z.input<typeof Team>;
  auditEntry: z.input<typeof AuditEntry>;
}

/** A list's page. */
export interface List<T> {
  models: T[];
  count: number;
  pagination: { next: string | null; prev: string | null };
}

/** What a count answers; `count` is a lower bound where `total_exact` is false. */
export interface Count {
  total: number;
  count: number;
  total_exact: boolean;
  applied_range: { from: string | null; to: string };
}

/** A problem document (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: FieldFault[];
}

/** One fault of one field; `line` and `column` are from 1, in a field of code. */
export interface FieldFault {
  path: string;
  message: string;
  line?: number | null;
  column?: number | null;
}

/** A fault at a line of a text, from 1. */
export interface LineFault {
  line: number;
  message: string;
}

/** Headers on the wire. */
export type HeaderFields = Record<string, string | string[]>;
