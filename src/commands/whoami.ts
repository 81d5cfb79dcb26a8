import type { Command } from "commander";
import type { WireTeam } from "../resources/team.ts";
import { cliOf } from "./cli.ts";
import { plain } from "./output.ts";

/** Tells as whom commands call. */
export function addWhoami(program: Command): void {
  program
    .command("whoami")
    .description("show the team and the API key that commands call with, and what the key may")
    .action(async (_: unknown, self: Command) => {
      const { output, api: connect } = cliOf(self);
      const api = await connect();
      const team = await api.call<WireTeam>("GET", "/team");
      if (output.json) return output.data({ url: api.url, ...team });
      const { id, name, api_key: key } = team;
      output.fields({
        url: api.url,
        team: `${plain(name)} (${id})`,
        key: `${plain(key.name)} (${key.id})`,
        scopes: key.scopes.join(", "),
        expires: key.expires_at ?? "never",
      });
    });
}
