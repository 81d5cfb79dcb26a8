import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The path of the file in an unpacked archive whose path, from the archive's root and with a slash before, matches. */
export async function findMember(unpacked: string, member: RegExp): Promise<string> {
  const files = await readdir(unpacked, { recursive: true });
  const found = files.find((name) => member.test(`/${name}`));
  if (!found) throw new Error(`the archive has no ${member.source}`);
  return join(unpacked, found);
}
