import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { ConfigError, loadClientConfig, type ClientConfig } from "../config.ts";
import { createApi, type Api, type ApiSettings } from "./api.ts";
import { CommandFault, EXIT, usageFault } from "./exit.ts";
import { createOutput, type Output } from "./output.ts";

/** What a command works with, as its options and the environment say. */
export interface Cli {
  output: Output;
  /** Rejects where there is no key to call with. */
  api: () => Promise<Api>;
}

/** The options that all commands have. */
interface GlobalOptions {
  output: "text" | "json";
}

const DEFAULT_URL = "http://127.0.0.1:3400";
const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** What belongs to a command that is about to run. */
export function cliOf(command: Command): Cli {
  const { output } = command.optsWithGlobals<GlobalOptions>();
  return {
    output: createOutput(process.stdout, process.stderr, output === "json"),
    api: async () => createApi(await apiSettings()),
  };
}

/** Whom commands call, and as whom. Throws a CommandFault where that is not known. */
export const apiSettings = (): Promise<ApiSettings> => settingsOf(configured());

/** Variables are typed like options, and as faulty. */
function configured(): ClientConfig {
  try {
    return loadClientConfig();
  } catch (error) {
    throw error instanceof ConfigError ? usageFault(...error.faults) : error;
  }
}

/** As the environment says; else the `dev` that runs on the data folder, and its team, for what is on this machine. */
async function settingsOf({ url: given, team, dataDir }: ClientConfig): Promise<ApiSettings> {
  const { findRunning } = await import("../dev/running.ts");
  const running = await findRunning(dataDir);
  const url = given ?? running?.url ?? DEFAULT_URL;
  if (team.apiKey !== null) return { url, apiKey: team.apiKey, teamId: team.id };
  const isOurs = url === running?.url || LOOPBACK.test(new URL(url).hostname);
  const made = isOurs ? (running?.team ?? (await credentialsIn(dataDir))) : null;
  if (made && (team.id === null || team.id === made.teamId)) return { url, ...made };
  throw new CommandFault(
    EXIT.refused,
    `no API key${team.id ? ` for ${team.id}` : ""}: ${remedyFor(isOurs, dataDir)}`,
  );
}

function remedyFor(isOurs: boolean, dataDir: string): string {
  if (!isOurs) return "set FASTHOOK_API_KEY to one of the gateway at FASTHOOK_URL";
  return `set FASTHOOK_API_KEY, or run this where npm run dev was started (${dataDir} has none)`;
}

async function credentialsIn(dataDir: string): Promise<{ teamId: string; apiKey: string } | null> {
  const there = await access(join(dataDir, "credentials.json")).then(
    () => true,
    () => false,
  );
  // To load them where there are none would make some.
  if (!there) return null;
  const { loadCredentials } = await import("../dev/credentials.ts");
  const { teamId, apiKey } = await loadCredentials(dataDir);
  return { teamId, apiKey };
}
