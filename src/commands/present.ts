import { listed, type Api, type Model } from "./api.ts";
import { CONFIGURED, settingsOf } from "./configured.ts";
import { NOUNS } from "./nouns.ts";
import type { Present } from "./plan.ts";

/** All that a team has made, in the order of a file; a connection without a name has no place in one. */
export async function readPresent(api: Api): Promise<Present[]> {
  const present: Present[] = [];
  const names = new Map<string, string>();
  for (const noun of CONFIGURED) {
    for await (const model of listed<Model>(api, NOUNS[noun].path, { dir: "asc" })) {
      if (typeof model.name !== "string") continue;
      if (noun === "transformation") names.set(model.id, model.name);
      present.push({ noun, name: model.name, id: model.id, settings: settingsOf(noun, model, names) });
    }
  }
  return present;
}
