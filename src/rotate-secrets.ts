import type { Config } from "./config.ts";
import { rotateSecrets as rotate, type CollectionRotation } from "./store/rotation.ts";

/** A process that still seals with another key would go on for ever. */
const MOST_PASSES = 5;

/**
 * Seals all secrets with FASTHOOK_SECRET_KEY, again until nothing is left to do, and tells how it goes in lines. Throws
 * where something could not be done.
 */
export async function rotateSecrets(config: Config, say: (line: string) => void): Promise<void> {
  const { mongodb, secretKey, otherSecretKeys } = config;
  if (!mongodb.uri || !secretKey) throw new Error("loadConfig checks these");
  const settings = { uri: mongodb.uri, database: mongodb.database, secretKey, otherSecretKeys };
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const { keyId, collections } = await rotate(settings, (done) => say(describe(done)));
    const unopened = collections.flatMap((it) => it.unopened);
    if (unopened.length > 0) {
      const remedy =
        "Name other keys in FASTHOOK_SECRET_KEY_PREVIOUS, enter damaged secrets anew, and run this again.";
      throw new Error(`${unopened.join("; ")}. All others are sealed with FASTHOOK_SECRET_KEY. ${remedy}`);
    }
    if (collections.every((it) => it.resealed === 0)) {
      say(`All secrets are sealed with FASTHOOK_SECRET_KEY (${keyId}): no other key is needed any more.`);
      return;
    }
  }
  throw new Error(
    "a process still seals secrets with another FASTHOOK_SECRET_KEY: give it this one, then run this again",
  );
}

function describe({ collection, read, resealed }: CollectionRotation): string {
  return `${collection}: ${resealed} of ${read} sealed anew`;
}
