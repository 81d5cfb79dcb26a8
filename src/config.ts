import { z } from "zod";
import { parseFailpoints, type ArmedFailpoints } from "./failpoints.ts";
import { parseEgressProxy, type EgressProxy } from "./delivery/egress-proxy.ts";
import { isSubnet } from "./delivery/guard.ts";
import { FirstAttempt } from "./resources/connection.ts";
import type { TracingSettings } from "./telemetry/tracing.ts";

/** The parts that a process can play; together by default. */
export const ROLES = ["ingress", "api", "worker"] as const;
/** A part that a process can play. */
export type Role = (typeof ROLES)[number];

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A request lies in one MongoDB document of at most 16 MiB, headers and record included. */
const LARGEST_BODY = 15 * 1024 * 1024;

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const text = z.string().trim().min(1);
const url = text.refine((it) => URL.canParse(it), "must be an absolute URL");
const whole = (min: number, max: number) =>
  text
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((it) => it >= min && it <= max, `must be a whole number from ${min} to ${max}`);

const share = text.regex(/^(0|1|0?\.\d+|1\.0+|0\.0+)$/, "must be a number from 0 to 1").transform(Number);

const list = z.string().transform((it) => it.split(",").flatMap((part) => part.trim() || []));
const secretKey = text.refine(
  (it) => Buffer.from(it, "base64").length === 32,
  "must be 32 bytes in base64 (openssl rand -base64 32)",
);
const subnet = z.string().refine(isSubnet, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no subnet (write 10.0.0.0/8, fd00::/8 or a single address)`,
});

// The text may hold a password: no message repeats it.
const egressProxy = text.transform((it, context) => {
  const proxy = parseEgressProxy(it);
  if (proxy) return proxy;
  context.addIssue({ code: "custom", message: "must be http://host:port or http://user:password@host:port" });
  return z.NEVER;
});

const Environment = z.object({
  FASTHOOK_HOST: text.default("127.0.0.1"),
  PORT: whole(0, 65_535).default(3400),
  MONGODB_URI: text.regex(/^mongodb(\+srv)?:\/\//, "must start with mongodb:// or mongodb+srv://").optional(),
  MONGODB_DB: text.regex(/^[^/\\. "$*<>:|?]{1,63}$/, "must be a database name").default("fasthook"),
  TEMPORAL_ADDRESS: text.regex(/^[^\s/]+:\d+$/, "must be host:port").optional(),
  TEMPORAL_NAMESPACE: text.default("default"),
  TEMPORAL_TASK_QUEUE: text.default("fasthook"),
  TEMPORAL_UI_URL: url.optional(),
  FASTHOOK_DATA_DIR: text.default(".fasthook"),
  FASTHOOK_TEAM_ID: text
    .regex(/^tm_[0-9A-Za-z]{1,40}$/, "must be tm_ and 1 to 40 letters or digits")
    .optional(),
  FASTHOOK_API_KEY: text.regex(/^[\x21-\x7e]{16,200}$/, "must be 16 to 200 visible characters").optional(),
  FASTHOOK_PUBLIC_URL: url.optional(),
  FASTHOOK_SECRET_KEY: secretKey.optional(),
  FASTHOOK_SECRET_KEY_PREVIOUS: list.pipe(z.array(secretKey)).optional(),
  FASTHOOK_ALLOWED_SUBNETS: list.pipe(z.array(subnet)).optional(),
  FASTHOOK_EGRESS_PROXY: egressProxy.optional(),
  FASTHOOK_FIRST_ATTEMPT: FirstAttempt.default("workflow"),
  FASTHOOK_MAX_BODY_BYTES: whole(1, LARGEST_BODY).default(10_485_760),
  FASTHOOK_RETENTION_DAYS: whole(1, 3650).default(30),
  FASTHOOK_SIGNAL_WINDOW_HOURS: whole(0, 720).default(72),
  FASTHOOK_RECONCILE_AFTER_SECONDS: whole(1, 86_400).default(60),
  FASTHOOK_FAILPOINTS: text.transform(toFailpoints).optional(),
  PATH: text.default(""),
  FASTHOOK_MONGOD_BIN: text.optional(),
  FASTHOOK_TEMPORAL_BIN: text.optional(),
  FASTHOOK_TEMPORAL_TEST_SERVER_BIN: text.optional(),
  UV_THREADPOOL_SIZE: whole(1, 1024).default(4),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.regex(/^https?:/, "must be an http(s) URL").optional(),
  OTEL_EXPORTER_OTLP_HEADERS: text.transform(toHeaders).optional(),
  OTEL_SERVICE_NAME: text.default("fasthook"),
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** The settings of one process; every duration in milliseconds. */
export interface Config {
  host: string;
  port: number;
  /** Base of the source URLs, without a trailing slash; null: from the address where HTTP really listens. */
  publicUrl: string | null;
  mongodb: { uri: string | null; database: string };
  temporal: { address: string | null; namespace: string; taskQueue: string; uiUrl: string | null };
  dataDir: string;
  /** Where programs are looked for. */
  path: string;
  binaries: { mongod?: string; temporal?: string; testServer?: string };
  team: { id: string | null; apiKey: string | null };
  /** 32 bytes in base64; null under `dev`, where one is made. */
  secretKey: string | null;
  /** Further keys that open what they sealed, in the same form. */
  otherSecretKeys: string[];
  allowedSubnets: string[];
  /** Through which deliveries leave, or null. */
  egressProxy: EgressProxy | null;
  /** How many threads look names up: libuv gives half of its own to that. */
  lookupThreads: number;
  firstAttempt: FirstAttempt;
  maxBodyBytes: number;
  retention: number;
  signalWindow: number;
  /** After which Temporal is asked for the run of an event that is due. */
  reconcileAfter: number;
  /** Where this process is to kill itself, for tests; null in production. */
  failpoints: ArmedFailpoints | null;
  /** Where traces go; null: nothing is traced. */
  tracing: TracingSettings | null;
  logLevel: string;
}

/** `name=value` pairs as the OpenTelemetry specification writes them: separated by commas, values percent-encoded. */
function toHeaders(value: string, context: z.RefinementCtx): Record<string, string> {
  try {
    const pairs = value.split(",").flatMap((pair) => (pair.trim() ? [pair.trim().split(/=(.*)/s)] : []));
    if (pairs.every(([name, text]) => name && text !== undefined)) {
      return Object.fromEntries(
        pairs.map(([name, text]) => [name!.trim(), decodeURIComponent(text!.trim())]),
      );
    }
  } catch {
    // A percent sign that encodes nothing: the message below says what would.
  }
  context.addIssue({ code: "custom", message: "must be name=value pairs, separated by commas" });
  return z.NEVER;
}

function toTracing(env: z.output<typeof Environment>): TracingSettings | null {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT) return null;
  return {
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: env.OTEL_SERVICE_NAME,
    share: env.OTEL_TRACES_SAMPLER_ARG,
  };
}

function toFailpoints(value: string, context: z.RefinementCtx): ArmedFailpoints {
  try {
    return parseFailpoints(value);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
}

/** What is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join("\n"));
    this.name = "ConfigError";
  }
}

/** What runs: a process that starts its own servers, one that finds them, or a command that only needs the database. */
export type Mode = "dev" | "production" | "maintenance";

const REQUIRED: Record<Mode, readonly (keyof z.output<typeof Environment>)[]> = {
  dev: [],
  production: ["MONGODB_URI", "TEMPORAL_ADDRESS", "FASTHOOK_SECRET_KEY"],
  maintenance: ["MONGODB_URI", "FASTHOOK_SECRET_KEY"],
};

const WHY: Record<Mode, string> = {
  dev: "",
  production: "in production (npm run dev needs none)",
  maintenance: "here: this works on the database itself",
};

/** Reads the environment; an empty variable counts as not set. Throws a ConfigError that names every fault. */
export function loadConfig(mode: Mode, env: NodeJS.ProcessEnv = process.env): Config {
  // Only the subnets tell "empty" from "not set": an empty list means that no private range may be reached.
  const given = Object.entries(env).filter(
    ([name, value]) => value !== "" || name === "FASTHOOK_ALLOWED_SUBNETS",
  );
  const parsed = Environment.safeParse(Object.fromEntries(given));
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((it) => `${String(it.path[0])}: ${it.message}`);
  for (const name of REQUIRED[mode]) {
    if (!env[name]) faults.push(`${name}: is required ${WHY[mode]}`);
  }
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return fromEnvironment(parsed.data, mode);
}

function fromEnvironment(env: z.output<typeof Environment>, mode: Mode): Config {
  return {
    host: env.FASTHOOK_HOST,
    port: env.PORT,
    publicUrl: env.FASTHOOK_PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    mongodb: { uri: env.MONGODB_URI ?? null, database: env.MONGODB_DB },
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      uiUrl: env.TEMPORAL_UI_URL?.replace(/\/+$/, "") ?? null,
    },
    dataDir: env.FASTHOOK_DATA_DIR,
    path: env.PATH,
    binaries: {
      mongod: env.FASTHOOK_MONGOD_BIN,
      temporal: env.FASTHOOK_TEMPORAL_BIN,
      testServer: env.FASTHOOK_TEMPORAL_TEST_SERVER_BIN,
    },
    team: { id: env.FASTHOOK_TEAM_ID ?? null, apiKey: env.FASTHOOK_API_KEY ?? null },
    secretKey: env.FASTHOOK_SECRET_KEY ?? null,
    otherSecretKeys: env.FASTHOOK_SECRET_KEY_PREVIOUS ?? [],
    allowedSubnets: env.FASTHOOK_ALLOWED_SUBNETS ?? (mode === "dev" ? LOOPBACK : []),
    egressProxy: env.FASTHOOK_EGRESS_PROXY ?? null,
    lookupThreads: Math.ceil(env.UV_THREADPOOL_SIZE / 2),
    firstAttempt: env.FASTHOOK_FIRST_ATTEMPT,
    maxBodyBytes: env.FASTHOOK_MAX_BODY_BYTES,
    retention: env.FASTHOOK_RETENTION_DAYS * DAY,
    signalWindow: env.FASTHOOK_SIGNAL_WINDOW_HOURS * HOUR,
    reconcileAfter: env.FASTHOOK_RECONCILE_AFTER_SECONDS * 1000,
    failpoints: env.FASTHOOK_FAILPOINTS ?? null,
    tracing: toTracing(env),
    logLevel: env.LOG_LEVEL,
  };
}

/** What is known of the servers once they run. */
interface Servers {
  mongodb: { uri: string };
  temporal: { address: string; uiUrl: string | null };
  secretKey: string;
  allowedSubnets: string[];
}

/**
 * The environment of a process that works beside this one, on the same servers: it listens on a port of its own, on
 * this machine alone, and makes no team.
 */
export function workerEnvironment(servers: Servers, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return {
    ...env,
    FASTHOOK_HOST: "127.0.0.1",
    PORT: "0",
    MONGODB_URI: servers.mongodb.uri,
    TEMPORAL_ADDRESS: servers.temporal.address,
    TEMPORAL_UI_URL: servers.temporal.uiUrl ?? "",
    FASTHOOK_SECRET_KEY: servers.secretKey,
    FASTHOOK_ALLOWED_SUBNETS: servers.allowedSubnets.join(","),
    FASTHOOK_TEAM_ID: "",
    FASTHOOK_API_KEY: "",
  };
}

const Client = z.object({
  FASTHOOK_URL: text
    .refine(
      (it) => URL.canParse(it) && /^https?:/i.test(it),
      "must be an http(s) URL, such as http://127.0.0.1:3400",
    )
    .optional(),
  FASTHOOK_TEAM_ID: text.optional(),
  FASTHOOK_API_KEY: text
    .regex(/^[\x21-\x7e]+$/, "must be visible characters, without line breaks")
    .optional(),
  FASTHOOK_DATA_DIR: text.default(".fasthook"),
});

/** Where the command line finds the API, and as whom it calls; null: not said. */
export interface ClientConfig {
  /** Without a trailing slash. */
  url: string | null;
  team: { id: string | null; apiKey: string | null };
  dataDir: string;
}

/** Reads what commands need that call a gateway. Throws a ConfigError. */
export function loadClientConfig(env: NodeJS.ProcessEnv = process.env): ClientConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Client.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((it) => `${String(it.path[0])}: ${it.message}`));
  }
  const { FASTHOOK_URL, FASTHOOK_TEAM_ID, FASTHOOK_API_KEY, FASTHOOK_DATA_DIR } = parsed.data;
  return {
    url: FASTHOOK_URL?.replace(/\/+$/, "") ?? null,
    team: { id: FASTHOOK_TEAM_ID ?? null, apiKey: FASTHOOK_API_KEY ?? null },
    dataDir: FASTHOOK_DATA_DIR,
  };
}

/** A variable that a user's own file or command names; undefined where it is not set, or empty. */
export function environmentVariable(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env[name] || undefined;
}
