import { z } from "zod";
import { FirstAttempt } from "./resources/connection.ts";

/** The parts that a process can play; together by default. */
export const ROLES = ["ingress", "api", "worker"] as const;
/** A part that a process can play. */
export type Role = (typeof ROLES)[number];

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A request lies in one MongoDB document of at most 16 MiB, headers and record included. */
const LARGEST_BODY = 15 * 1024 * 1024;

const text = z.string().trim().min(1);
const url = text.refine((it) => URL.canParse(it), "must be an absolute URL");
const whole = (min: number, max: number) =>
  text
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((it) => it >= min && it <= max, `must be a whole number from ${min} to ${max}`);

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
  FASTHOOK_SECRET_KEY: text
    .refine((it) => Buffer.from(it, "base64").length === 32, "must be 32 bytes in base64")
    .optional(),
  FASTHOOK_ALLOWED_SUBNETS: z.string().optional(),
  FASTHOOK_FIRST_ATTEMPT: FirstAttempt.default("workflow"),
  FASTHOOK_MAX_BODY_BYTES: whole(1, LARGEST_BODY).default(10_485_760),
  FASTHOOK_RETENTION_DAYS: whole(1, 3650).default(30),
  FASTHOOK_SIGNAL_WINDOW_HOURS: whole(0, 720).default(72),
  PATH: text.default(""),
  FASTHOOK_MONGOD_BIN: text.optional(),
  FASTHOOK_TEMPORAL_BIN: text.optional(),
  FASTHOOK_TEMPORAL_TEST_SERVER_BIN: text.optional(),
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
  allowedSubnets: string[];
  firstAttempt: FirstAttempt;
  maxBodyBytes: number;
  retention: number;
  signalWindow: number;
  logLevel: string;
}

/** What is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join("\n"));
    this.name = "ConfigError";
  }
}

/** Reads the environment; an empty variable counts as not set. Throws a ConfigError that names every fault. */
export function loadConfig(mode: "dev" | "production", env: NodeJS.ProcessEnv = process.env): Config {
  // Only the subnets tell "empty" from "not set": an empty list means that no private range may be reached.
  const given = Object.entries(env).filter(
    ([name, value]) => value !== "" || name === "FASTHOOK_ALLOWED_SUBNETS",
  );
  const parsed = Environment.safeParse(Object.fromEntries(given));
  const faults = parsed.success ? [] : parsed.error.issues.map((it) => `${it.path.join(".")}: ${it.message}`);
  if (mode === "production") {
    for (const name of ["MONGODB_URI", "TEMPORAL_ADDRESS", "FASTHOOK_SECRET_KEY"] as const) {
      if (!env[name]) faults.push(`${name}: is required in production (npm run dev needs none)`);
    }
  }
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return fromEnvironment(parsed.data, mode);
}

function fromEnvironment(env: z.output<typeof Environment>, mode: "dev" | "production"): Config {
  const subnets = env.FASTHOOK_ALLOWED_SUBNETS ?? (mode === "dev" ? "127.0.0.0/8,::1/128" : "");
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
    allowedSubnets: subnets.split(",").flatMap((it) => it.trim() || []),
    firstAttempt: env.FASTHOOK_FIRST_ATTEMPT,
    maxBodyBytes: env.FASTHOOK_MAX_BODY_BYTES,
    retention: env.FASTHOOK_RETENTION_DAYS * DAY,
    signalWindow: env.FASTHOOK_SIGNAL_WINDOW_HOURS * HOUR,
    logLevel: env.LOG_LEVEL,
  };
}
