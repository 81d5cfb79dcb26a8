import { readFileSync } from "node:fs";

/** The release, as package.json has it, which lies one folder higher once this is built. */
export function readVersion(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
        version: string;
      };
      return version;
    } catch {
      continue;
    }
  }
  throw new Error("package.json is missing");
}
