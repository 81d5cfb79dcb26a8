import { fasthook, type Command } from "../support/command.ts";
import type { TestGateway } from "../support/gateway.ts";

/** How a command ended, and what it wrote. */
export interface Ended {
  code: number | NodeJS.Signals;
  stdout: string;
  stderr: string;
}

/** What finds the gateway, as its team. */
export function environmentOf(gateway: TestGateway): Record<string, string> {
  const { id, apiKey } = gateway.settings.team;
  return { FASTHOOK_URL: gateway.url, FASTHOOK_TEAM_ID: id!, FASTHOOK_API_KEY: apiKey! };
}

/** Starts a command as the gateway's team. */
export function begin(gateway: TestGateway, args: string[], env: Record<string, string> = {}): Command {
  return fasthook(args, { ...environmentOf(gateway), ...env });
}

/** Runs a command to its end. */
export async function runToEnd(
  gateway: TestGateway,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  await using command = begin(gateway, args, env);
  const code = await command.ended;
  return { code, stdout: command.stdout(), stderr: command.stderr() };
}

/** What a command writes as JSON; fails where it does not end well. */
export async function jsonOf<T>(
  gateway: TestGateway,
  args: string[],
  env: Record<string, string> = {},
): Promise<T> {
  const { code, stdout, stderr } = await runToEnd(gateway, [...args, "--output", "json"], env);
  if (code !== 0) throw new Error(`fasthook ${args.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
