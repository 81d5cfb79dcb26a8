import { parse } from "yaml";
import { z } from "zod";
import { read } from "./checkout.ts";

const Service = z.object({
  image: z.string(),
  restart: z.string(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
});

/** docker-compose.yml as Compose sees it with these variables, and the required ones among them that are empty. */
export function loadCompose(env: Record<string, string>): z.output<typeof Compose> & { lacking: string[] } {
  const lacking = new Set<string>();
  const interpolate = (_key: string, it: unknown) =>
    typeof it === "string" ? substitute(it, env, lacking) : it;
  const raw: unknown = parse(read("docker-compose.yml"), { merge: true });
  const interpolated: unknown = JSON.parse(JSON.stringify(raw, interpolate));
  return { ...Compose.parse(interpolated), lacking: [...lacking].sort() };
}

/**
 * Compose's interpolation: `$$`, `${A}`, `${A:-default}` and `${A:?message}`, nested or not
 * (https://docs.docker.com/reference/compose-file/interpolation/).
 */
function substitute(text: string, env: Record<string, string>, lacking: Set<string>): string {
  const innermost = /\$\{(\w+)(?::([-?])([^${}]*))?\}/g;
  const value = (_: string, name: string, operator?: string, operand?: string) => {
    if (env[name]) return env[name];
    if (operator === "?") lacking.add(name);
    return operator === "-" ? operand! : "";
  };
  const step = (it: string) => it.replace(innermost, value);
  let now = text.replaceAll("$$", "\0");
  for (let next = step(now); next !== now; next = step(now)) now = next;
  return now.replaceAll("\0", "$");
}

/** A variable of .env.example; one that is commented out shows its default, or an example. */
interface Variable {
  name: string;
  value: string;
  commentedOut: boolean;
  /** The line above it. */
  comment: string;
}

/** The variables of .env.example, in their order. */
export const examples: Variable[] = read(".env.example")
  .split("\n")
  .flatMap((line, at, lines) => {
    const [, mark, name, value] = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    return name
      ? [{ name, value: value!, commentedOut: mark !== undefined, comment: lines[at - 1] ?? "" }]
      : [];
  });
