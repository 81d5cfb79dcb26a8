import type { Command } from "commander";
import type { Model } from "./api.ts";
import { confirmed } from "./ask.ts";
import { cliOf } from "./cli.ts";
import { idOf, NOUNS, type ListedNoun, type NamedNoun } from "./nouns.ts";
import { plain } from "./output.ts";
import { forEachId, pathOf } from "./resources.ts";

/** What can be done to single events, requests, and what people have made. */
export function addVerbs(commands: Record<ListedNoun, Command>): void {
  addEventVerbs(commands.event);
  addRequestRetry(commands.request);
  for (const noun of ["source", "destination", "connection"] as const) {
    const verbs = noun === "connection" ? [...SWITCHES, ...PAUSES] : SWITCHES;
    for (const [verb, description] of verbs) addSwitch(commands[noun], noun, verb, description);
  }
  for (const noun of ["source", "destination", "connection", "transformation"] as const) {
    addDelete(commands[noun], noun);
  }
}

type Verb = readonly [name: string, description: string];
const SWITCHES: readonly Verb[] = [
  ["enable", "let webhooks through again"],
  ["disable", "let nothing through"],
];
const PAUSES: readonly Verb[] = [
  ["pause", "hold events back"],
  ["unpause", "release what was held back, in order"],
];

function addEventVerbs(command: Command): void {
  command
    .command("retry")
    .description("send events again, or now where they wait")
    .argument("<ids...>", "ids of events")
    .option("--refresh", "make the payload anew, by the connection's present rules")
    .action((ids: string[], { refresh = false }: { refresh?: boolean }, self: Command) =>
      forEachId(self, ids, async (api, id) => {
        const event = await api.call("POST", pathOf("/events", id, "retry"), { body: { refresh } });
        return { shown: event, line: ordered(event, refresh) };
      }),
    );
  command
    .command("cancel")
    .description("end waiting events without another attempt")
    .argument("<ids...>", "ids of events")
    .action((ids: string[], _: unknown, self: Command) =>
      forEachId(self, ids, async (api, id) => {
        const event = await api.call("PUT", pathOf("/events", id, "cancel"));
        return { shown: event, line: cancelled(event) };
      }),
    );
}

/** One that has failed already stays so. */
function cancelled({ id, status }: Model): string {
  if (status === "failed") return `${id} stays failed: no attempt is to come`;
  return `${id} is ${String(status)}`;
}

/** The answer has the event as it was when the order was taken: what the order changes comes after it. */
function ordered({ id, status, attempts_count }: Model, refresh: boolean): string {
  const payload = refresh ? " with a new payload" : "";
  const next = `attempt ${Number(attempts_count) + 1} comes next`;
  return `${id}: retry${payload} ordered, ${next} (${String(status)} until then)`;
}

interface Replayed {
  request: Model;
  events: Model[];
}

function addRequestRetry(command: Command): void {
  command
    .command("retry")
    .description("route requests again, by the present connections and rules")
    .argument("<ids...>", "ids of requests")
    .option("--connection <names or ids...>", "over these connections alone")
    .action((ids: string[], { connection }: { connection?: string[] }, self: Command) =>
      forEachId(self, ids, async (api, id) => {
        const connection_ids =
          connection && (await Promise.all(connection.map((it) => idOf(api, "connection", it))));
        const replayed = await api.call<Replayed>("POST", pathOf("/requests", id, "retry"), {
          body: { connection_ids },
        });
        const events = replayed.events.map((event) => event.id).join(" ") || "no events";
        return { shown: replayed, line: `${replayed.request.id}: ${events}` };
      }),
    );
}

interface DeleteOptions {
  cascade?: true;
  yes?: true;
}

function addDelete(command: Command, noun: NamedNoun): void {
  command
    .command("delete")
    .description(`delete ${noun}s, after asking; what came and went stays`)
    .argument("<ids...>", "names or ids")
    .option("--cascade", "and the connections that use them")
    .option("--yes", "do not ask")
    .action(async (given: string[], { cascade, yes }: DeleteOptions, self: Command) => {
      if (!yes) await confirmed(`Delete ${plain(given.join(", "))}?`);
      const connected = await cliOf(self).api();
      // All before the first deletion: a name that is wrong leaves everything as it is.
      const ids = await Promise.all(given.map((nameOrId) => idOf(connected, noun, nameOrId)));
      await forEachId(self, [...new Set(ids)], async (api, id) => {
        const query = cascade ? { cascade: "true" } : {};
        const shown = await api.call("DELETE", pathOf(NOUNS[noun].path, id), { query });
        return { shown, line: `${id} deleted` };
      });
    });
}

function addSwitch(command: Command, noun: NamedNoun, verb: string, description: string): void {
  command
    .command(verb)
    .description(description)
    .argument("<ids...>", "names or ids")
    .action((given: string[], _: unknown, self: Command) =>
      forEachId(self, given, async (api, nameOrId) => {
        const id = await idOf(api, noun, nameOrId);
        const model = await api.call("PUT", pathOf(NOUNS[noun].path, id, verb));
        return { shown: model, line: `${model.id} ${verb}d` };
      }),
    );
}
