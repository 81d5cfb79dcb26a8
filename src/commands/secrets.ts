import type { Command } from "commander";
import { confirmed } from "./ask.ts";
import { cliOf } from "./cli.ts";
import { wholeNumber } from "./filters.ts";
import { idOf, type ListedNoun } from "./nouns.ts";
import { plain } from "./output.ts";
import { pathOf } from "./resources.ts";

interface SigningSecrets {
  secret: string;
  earlier?: { secret: string; valid_until: string }[];
}

const HOUR = 3_600_000;
const OVERLAP_HOURS = 24;

/** What is only for who may: the secrets of destinations, and new URLs of sources. */
export function addSecrets({ source, destination }: Record<ListedNoun, Command>): void {
  addSecret(destination);
  addRotateSecret(destination);
  addRotateUrl(source);
}

function addSecret(command: Command): void {
  command
    .command("secret")
    .description("show the secret that signs its deliveries: takes a key with the scope admin")
    .argument("<id>", "name or id")
    .action(async (given: string, _: unknown, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const id = await idOf(api, "destination", given);
      const secrets = await api.call<SigningSecrets>("GET", pathOf("/destinations", id, "signing_secret"));
      if (output.json) return output.data(secrets);
      output.line(secrets.secret);
      for (const { secret, valid_until } of secrets.earlier ?? []) {
        output.note(`${secret} signs too, until ${valid_until}`);
      }
    });
}

function addRotateSecret(command: Command): void {
  command
    .command("rotate-secret")
    .description("sign with a new secret, and show it: takes a key with the scope admin")
    .argument("<id>", "name or id")
    .option(
      "--overlap-hours <hours>",
      "for which the present one signs beside it",
      wholeNumber(0),
      OVERLAP_HOURS,
    )
    .action(async (given: string, { overlapHours }: { overlapHours: number }, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const path = pathOf("/destinations", await idOf(api, "destination", given), "rotate_secret");
      const rotated = await api.call("POST", path, { body: { overlap_ms: overlapHours * HOUR } });
      if (output.json) output.data(rotated);
      else output.line((rotated.signing as SigningSecrets).secret);
    });
}

function addRotateUrl(command: Command): void {
  command
    .command("rotate-url")
    .description("give it a new URL, and show it: the present one ends at once")
    .argument("<id>", "name or id")
    .option("--yes", "do not ask")
    .action(async (given: string, { yes }: { yes?: true }, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const id = await idOf(api, "source", given);
      if (!yes) await confirmed(`End the present URL of ${plain(given)}?`);
      const rotated = await api.call("POST", pathOf("/sources", id, "rotate_token"));
      if (output.json) output.data(rotated);
      else output.line(String(rotated.url));
    });
}
