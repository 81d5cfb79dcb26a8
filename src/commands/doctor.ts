import { access, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { ConfigError, environmentVariable, loadConfig, type Config } from "../config.ts";
import { cliOf } from "./cli.ts";
import { CommandFault, EXIT } from "./exit.ts";
import type { Output } from "./output.ts";
import { lookAtKey } from "./look-at-key.ts";
import { createProgress } from "./progress.ts";
import { fail, ofDatabase, ofDisk, ofSecretKey, ofTemporal, ok, warn, type Finding } from "./verdicts.ts";

/** Where the servers and the gateway are, as far as is known, and the keys. */
interface Surroundings {
  /** Where HTTP listens, or is to. */
  url: string;
  mongodbUri: string | null;
  temporalAddress: string | null;
  secretKeys: string[];
}

const ANSWER_WITHIN = 3000;
const NOT_STARTED = "npm run dev starts one, or name yours";

/** Looks at all that FastHook needs, and says what to do. */
export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check configuration, servers, indexes, clock, ports, disk and keys, and say what to do")
    .action(async (_: unknown, self: Command) => {
      const { output } = cliOf(self);
      const findings: Finding[] = [];
      const progress = createProgress(output);
      for await (const finding of examine((done, what) => progress.show(done, what))) {
        progress.clear();
        findings.push(finding);
        if (!output.json) show(output, finding);
      }
      const failed = findings.filter(({ state }) => state === "fail").length;
      if (output.json) output.data({ findings, failed });
      if (failed > 0) throw new CommandFault(EXIT.checkFailed);
    });
}

const STYLES = { ok: "green", warn: "yellow", fail: "red" } as const;

function show(output: Output, { check, state, detail, remedy }: Finding): void {
  output.line(`${output.paint(STYLES[state], state.padEnd(4))}  ${check}: ${detail}`);
  if (remedy) output.line(`      → ${remedy}`);
}

async function* examine(begin: (done: number, what: string) => void): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = loadConfig("dev");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults) yield fail("configuration", fault, "mend this variable");
    return;
  }
  yield ok("configuration", "valid");
  const around = await surroundingsOf(config);
  const steps: [what: string, look: () => Promise<Finding[]>][] = [
    ["MongoDB", () => lookAtDatabase(config, around)],
    ["Temporal", () => lookAtTemporal(config, around)],
    ["port", () => lookAtPort(around)],
    ["API key", lookAtKey],
    ["disk", () => lookAtDisk(config)],
  ];
  for (const [at, [what, look]] of steps.entries()) {
    begin(at / steps.length, what);
    yield* await look();
  }
}

/** The environment goes before what `dev` has left in its data folder. */
async function surroundingsOf({ mongodb, temporal, dataDir, ...config }: Config): Promise<Surroundings> {
  const [{ readKept }, { loadCredentials }, { findRunning }] = await Promise.all([
    import("../dev/ports.ts"),
    import("../dev/credentials.ts"),
    import("../dev/running.ts"),
  ]);
  const ports = await readKept(join(dataDir, "ports.json"));
  const isStarted = await exists(join(dataDir, "credentials.json"));
  const secretKey = config.secretKey ?? (isStarted ? (await loadCredentials(dataDir)).secretKey : null);
  const embedded = ports.mongod ? `mongodb://127.0.0.1:${ports.mongod}/?directConnection=true` : null;
  const running = environmentVariable("PORT") ? null : await findRunning(dataDir);
  return {
    url: running?.url ?? urlOf(config),
    mongodbUri: mongodb.uri ?? embedded,
    temporalAddress: temporal.address ?? (ports.frontend ? `127.0.0.1:${ports.frontend}` : null),
    secretKeys: secretKey === null ? [] : [secretKey, ...config.otherSecretKeys],
  };
}

function urlOf({ host, port }: Pick<Config, "host" | "port">): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function lookAtDatabase(
  { mongodb }: Config,
  { mongodbUri, secretKeys }: Surroundings,
): Promise<Finding[]> {
  if (mongodbUri === null) return [warn("mongodb", "none is known", `${NOT_STARTED} in MONGODB_URI`)];
  const { examineDatabase } = await import("../store/checkup.ts");
  try {
    const found = await examineDatabase({ uri: mongodbUri, database: mongodb.database, secretKeys });
    return [...ofDatabase(found), ofSecretKey(secretKeys.length > 0, found.keyFits)];
  } catch (error) {
    return [fail("mongodb", reason(error), `start it: ${NOT_STARTED} in MONGODB_URI`)];
  }
}

async function lookAtTemporal({ temporal }: Config, { temporalAddress }: Surroundings): Promise<Finding[]> {
  if (temporalAddress === null)
    return [warn("temporal", "none is known", `${NOT_STARTED} in TEMPORAL_ADDRESS`)];
  const { examineTemporal } = await import("../temporal/checkup.ts");
  try {
    return ofTemporal(await examineTemporal(temporalAddress, temporal.namespace), temporal.namespace);
  } catch (error) {
    const remedy = `start it: ${NOT_STARTED} in TEMPORAL_ADDRESS`;
    return [fail("temporal", `${temporalAddress}: ${reason(error)}`, remedy)];
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface Readyz {
  status?: string;
  roles?: string[];
}

/** Whatever listens there must be FastHook. */
async function lookAtPort({ url }: Surroundings): Promise<Finding[]> {
  const { isListening } = await import("../dev/ports.ts");
  // A URL leaves out the port that is http's own.
  const port = Number(new URL(url).port || 80);
  const check = `port ${port}`;
  if (port === 0 || !(await isListening(port))) return [ok(check, "free")];
  const taken = fail(check, "taken by something else", "stop what listens there, or set PORT to another one");
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN) });
    const { status, roles } = (await answer.json()) as Readyz;
    if (!roles) return [taken];
    const detail = `FastHook (${roles.join(", ")}), ${status}`;
    return [
      status === "ready" ? ok(check, detail) : fail(check, detail, "see its log, and what is told above"),
    ];
  } catch {
    return [taken];
  }
}

async function lookAtDisk({ dataDir }: Config): Promise<Finding[]> {
  if (!(await exists(dataDir))) return [];
  const { bavail, bsize } = await statfs(dataDir);
  return [ofDisk(dataDir, bavail * bsize)];
}
