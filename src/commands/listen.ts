import type { Command } from "commander";
import type { Api } from "./api.ts";
import { cliOf } from "./cli.ts";
import { followRequests, type Received } from "./follow-requests.ts";
import { forward, targetOf, urlOf, type Forwarded } from "./forward.ts";
import { untilInterrupted } from "./interrupt.ts";
import { sourceGiven } from "./nouns.ts";
import { plain, type Output } from "./output.ts";
import { pathOf } from "./resources.ts";

/** Forwards what comes to a source to this machine. */
export function addListen(program: Command): void {
  program
    .command("listen")
    .description(
      "forward what comes to a source to this machine, as received, without rules and without FastHook's signature: r sends the last one again, q quits",
    )
    .argument("<target>", "a port, a port with a path such as 3000/hooks, or a URL")
    .option("--source <name|id>", "the source, where there are several")
    .action(async (given: string, { source }: { source?: string }, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const target = targetOf(given);
      const api = await connect();
      const { id, name, url } = await sourceGiven(api, source);
      await using interrupt = untilInterrupted();
      const quit = new AbortController();
      const desk = createDesk(output, api, target);
      const leave = onKeys({ r: desk.repeat, q: () => quit.abort(), "\u0003": () => quit.abort() });
      const following = {
        begun: () =>
          process.stderr.write(
            `listening to ${plain(name)} for ${target.href}\npost to ${plain(url)}\n` +
              "forwarded as received: before the rules, and without FastHook's signature\n",
          ),
        told: desk.forward,
        lost: (reason: string) => process.stderr.write(`connection lost (${reason}), trying again\n`),
      };
      try {
        await followRequests(api, id, following, AbortSignal.any([interrupt.signal, quit.signal]));
        await desk.idle();
      } finally {
        leave();
      }
    });
}

interface Desk {
  forward: (request: Received) => void;
  /** The last one again. */
  repeat: () => void;
  /** Once all has been forwarded. */
  idle: () => Promise<void>;
}

/** Forwards one after the other, in the order in which they came. */
function createDesk(output: Output, api: Api, target: URL): Desk {
  let last: Received | null = null;
  let queue: Promise<void> = Promise.resolve();
  const add = (request: Received) => {
    queue = queue.then(() => forwardOne(output, api, target, request));
  };
  return {
    forward(request) {
      // What ingress refused is not the provider's, or not whole.
      if (request.status === "rejected" && request.rejection_cause !== "NO_CONNECTION") return;
      last = request;
      add(request);
    },
    repeat: () => void (last && add(last)),
    idle: () => queue,
  };
}

async function forwardOne(output: Output, api: Api, target: URL, request: Received): Promise<void> {
  let outcome: Forwarded;
  try {
    const body = await api.bytes(pathOf("/requests", request.id, "raw_body"));
    outcome = await forward(target, request, body);
  } catch (error) {
    outcome = { status: null, error: error instanceof Error ? error.message : String(error), ms: 0 };
  }
  const { pathname, search } = urlOf(target, request);
  const told = { request_id: request.id, method: request.method, path: `${pathname}${search}`, ...outcome };
  if (output.json) return output.line(JSON.stringify(told));
  const { status, error, ms } = outcome;
  const result = status === null ? plain(error) : String(status);
  const style = status !== null && status < 300 ? "green" : "red";
  const time = new Date().toTimeString().slice(0, 8);
  output.line(`${time} ${told.method} ${plain(told.path)} ${output.paint(style, result)} ${ms} ms`);
}

/** Calls what belongs to a key when it is pressed, at once on a terminal, until the answered function is called. */
function onKeys(keys: Record<string, () => void>): () => void {
  const { stdin } = process;
  const press = (chunk: Buffer) => {
    for (const key of chunk.toString()) keys[key]?.();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("data", press);
  return () => {
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.off("data", press).pause();
  };
}
