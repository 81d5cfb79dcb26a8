import { environmentVariable } from "../config.ts";
import type { WireTeam } from "../resources/team.ts";
import { createApi, type ApiSettings } from "./api.ts";
import { apiSettings } from "./cli.ts";
import { CommandFault, EXIT } from "./exit.ts";
import { fail, ofApiKey, warn, type Finding } from "./verdicts.ts";

const CHECK = "api key";
const ANSWER_WITHIN = 3000;
const ANOTHER = "set FASTHOOK_API_KEY to a valid one, and FASTHOOK_TEAM_ID to its team or not at all";

/** Asks the gateway that commands would call what their key is to it. A server needs neither. */
export async function lookAtKey(): Promise<Finding[]> {
  let settings: ApiSettings;
  try {
    settings = await apiSettings();
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    return error.exitCode === EXIT.usage
      ? error.lines.map((line) => fail(CHECK, line, "mend this variable"))
      : [warn(CHECK, "commands have none to call with", error.message)];
  }
  const { url } = settings;
  try {
    const team = await createApi(settings).call<WireTeam>("GET", "/team", { within: ANSWER_WITHIN });
    return [ofApiKey(team, url, new Date())];
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    if (error.exitCode === EXIT.refused) return [fail(CHECK, error.message, ANOTHER)];
    const report = environmentVariable("FASTHOOK_URL") ? fail : warn;
    return [report(CHECK, `${url} does not tell`, "start FastHook there, or set FASTHOOK_URL")];
  }
}
