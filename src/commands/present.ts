import { listed, type Api, type Model } from "./api.ts";
import { CONFIGURED, nameIn, settingsOf, type Settings } from "./configured.ts";
import { NOUNS } from "./nouns.ts";
import type { Present } from "./plan.ts";

/** All that a team has made, in the order of a file. A connection without a name is called by its ends. */
export async function readPresent(api: Api): Promise<Present[]> {
  const present: Present[] = [];
  const unnamed: Omit<Present, "name">[] = [];
  const names = new Map<string, string>();
  for (const noun of CONFIGURED) {
    for await (const model of listed<Model>(api, NOUNS[noun].path, { dir: "asc" })) {
      const settings = settingsOf(noun, model, names);
      const { id, name } = model;
      if (typeof name !== "string") {
        unnamed.push({ noun, id, settings });
        continue;
      }
      if (noun === "transformation") names.set(id, name);
      present.push({ noun, name, id, settings });
    }
  }
  for (const it of unnamed) present.push({ ...it, name: nameFor(it.settings, present), isUnnamed: true });
  return present;
}

/** `stripe-to-billing`, or with the first number behind it that nothing else has. */
function nameFor(settings: Settings, present: readonly Present[]): string {
  const ends = `${nameIn(settings, "source")}-to-${nameIn(settings, "destination")}`;
  const isTaken = (name: string) => present.some((it) => it.noun === "connection" && it.name === name);
  for (let number = 1; ; number++) {
    const name = number === 1 ? ends : `${ends}-${number}`;
    if (!isTaken(name)) return name;
  }
}
