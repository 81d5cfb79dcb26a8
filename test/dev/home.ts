import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { keptPorts } from "../../src/dev/ports.ts";
import { createApiClient, type ApiClient } from "../support/api.ts";
import { fasthook, run, type Command } from "../support/command.ts";
import { allGone } from "./folder.ts";

/** A data folder and a port for `fasthook dev`, of a test's own. */
export interface Home extends AsyncDisposable {
  dataDir: string;
  port: number;
  /** Starts `fasthook dev`, by itself or through npm, and waits until it runs. */
  start: (env?: Record<string, string>, through?: "npm") => Promise<Running>;
  /** Starts it without waiting. */
  launch: (env?: Record<string, string>, through?: "npm") => Command;
}

/** A `fasthook dev` that runs, and what its banner says. */
export interface Running extends Command {
  url: string;
  teamId: string;
  apiKey: string;
  api: ApiClient;
  /** What the banner offers to copy into a shell. */
  toCopy: string;
}

const BANNER_END = /^ +curl .*\n/m;

/** Makes the folder, with the servers' programs in it; disposing it removes it and ends all that runs on it. */
export async function newHome(): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), "fasthook-home-"));
  await symlink(inject("binDir"), join(dataDir, "bin"));
  const { http: port } = await keptPorts(join(dataDir, "http-port.json"), ["http"]);
  const launched: Command[] = [];
  const launch: Home["launch"] = (env = {}, through) => {
    const settings = { PORT: String(port), FASTHOOK_DATA_DIR: dataDir, ...env };
    const command = through ? run(["npm", "run", "dev"], settings) : fasthook(["dev"], settings);
    launched.push(command);
    return command;
  };
  return {
    dataDir,
    port,
    launch,
    async start(env, through) {
      const command = launch(env, through);
      await command.printed(BANNER_END, 60_000);
      return { ...command, ...readBanner(command.stdout()) };
    },
    async [Symbol.asyncDispose]() {
      for (const command of launched) await command[Symbol.asyncDispose]();
      await allGone(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readBanner(text: string) {
  const row = (label: string) => new RegExp(`^ +${label} +(\\S+)$`, "m").exec(text)?.[1] ?? "";
  const url = row("API").replace(/\/v1$/, "");
  const [teamId, apiKey] = [row("Team id"), row("API key")];
  const toCopy = text.split("\n").filter((line) => /^ +(export|curl) /.test(line));
  return { url, teamId, apiKey, api: createApiClient(url, teamId, apiKey), toCopy: toCopy.join("\n") };
}

/** What a shell prints for some lines copied into it. */
export function inBash(lines: string): string {
  return execFileSync("bash", ["-euc", lines], { encoding: "utf8" });
}
