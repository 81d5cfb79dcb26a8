import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { randomToken } from "../ids.ts";

const Credentials = z.object({ teamId: z.string(), apiKey: z.string(), secretKey: z.string() });

/** What a data folder's first start makes: the team, its API key, and the key that encrypts secrets at rest. */
export type Credentials = z.output<typeof Credentials>;

/** The credentials of a data folder, made when missing; only their owner may read the file. Throws where it is damaged. */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  const file = join(dataDir, "credentials.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return parsed(text, file, dataDir);
  const made: Credentials = {
    teamId: `tm_${randomToken().slice(0, 20)}`,
    apiKey: `fh_${randomToken()}`,
    secretKey: randomBytes(32).toString("base64"),
  };
  await writeFile(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

function parsed(text: string, file: string, dataDir: string): Credentials {
  try {
    return Credentials.parse(JSON.parse(text));
  } catch {
    const remedy = `bring it back, for its secretKey opens what is stored, or delete ${dataDir} to begin anew`;
    throw new Error(`${file} is damaged: ${remedy}`);
  }
}
