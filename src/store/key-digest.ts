import { createHmac, randomBytes } from "node:crypto";
import type { Collection } from "mongodb";
import { z } from "zod";
import { Secret } from "../resources/wire.ts";
import type { Collections } from "./database.ts";
import type { SettingDocument } from "./documents.ts";
import { isDuplicateKey } from "./faults.ts";
import { UnknownSecretKey, type Vault } from "./secrets.ts";

/** Which fields of a setting are secret. */
export const Setting = z.object({ value: Secret(z.string()) });

const KEY_BYTES = 32;
const OWNER = { _id: "api_key_digest", team_id: "" };

/** HMAC-SHA-256 of an API key, or of what else must not be guessed, in hex: what is stored in its place. */
export type KeyDigest = (secret: string) => string;

/**
 * The digest of API keys. Its key is made once for a database and lies in it sealed, so that digests outlive the secret
 * key. That it opens proves the secret key to be the right one; throws where it isn't.
 */
export async function loadKeyDigest(
  { settings, api_keys }: Pick<Collections, "settings" | "api_keys">,
  vault: Vault,
  secretKey: string,
): Promise<KeyDigest> {
  const found = (await settings.findOne(OWNER)) ?? (await make(settings, vault, () => initial()));
  const key = Buffer.from(openSetting(vault, found), "base64");
  return (apiKey) => createHmac("sha256", key).update(apiKey).digest("hex");

  /** Keys that are older than this setting were digested with the secret key itself. */
  async function initial(): Promise<string> {
    return (await api_keys.findOne({})) ? secretKey : randomBytes(KEY_BYTES).toString("base64");
  }
}

async function make(
  settings: Collection<SettingDocument>,
  vault: Vault,
  initial: () => Promise<string>,
): Promise<SettingDocument> {
  const made = vault.seal(Setting, { ...OWNER, value: await initial() }, OWNER);
  try {
    await settings.insertOne(made);
    return made;
  } catch (error) {
    // Of processes that start at once, one makes it.
    const others = isDuplicateKey(error) ? await settings.findOne(OWNER) : null;
    if (!others) throw error;
    return others;
  }
}

function openSetting(vault: Vault, setting: SettingDocument): string {
  try {
    return vault.open(Setting, setting, OWNER).value;
  } catch (error) {
    if (!(error instanceof UnknownSecretKey)) throw error;
    const wanted = `this database's secrets are sealed with another key (${error.keyId})`;
    throw new Error(
      `FASTHOOK_SECRET_KEY: ${wanted}; set that one, or name it in FASTHOOK_SECRET_KEY_PREVIOUS`,
      {
        cause: error,
      },
    );
  }
}
