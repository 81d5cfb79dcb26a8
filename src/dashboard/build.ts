import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Asset, Page } from "./assets.ts";

const sources = fileURLToPath(new URL("./page/", import.meta.url));
const built = fileURLToPath(new URL("../../dashboard/", import.meta.url));

/** The page from its sources, in memory: vite writes nothing. Takes about a second. */
export async function buildPage(): Promise<Asset[]> {
  // Only a checkout has it.
  const { build } = await import("vite");
  const result = await build({
    root: sources,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: { write: false, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  if (!("output" in result)) throw new Error("vite answered several outputs, or a watcher");
  return result.output.map((file) => ({
    path: `/${file.fileName}`,
    bytes: Buffer.from(file.type === "chunk" ? file.code : file.source),
  }));
}

/**
 * Answers the page: as `npm run build` made it, or in a checkout made from the sources, and anew when they have
 * changed since.
 */
export function createPageLoader(): () => Promise<Page> {
  let loaded: { stamp: number; page: Promise<Page> } | null = null;
  return async () => {
    const stamp = existsSync(built) ? 0 : await lastChange(sources);
    if (loaded?.stamp !== stamp) {
      const page = (stamp === 0 ? readBuilt() : buildPage()).then(byPath);
      const own = (loaded = { stamp, page });
      // What failed is tried again.
      page.catch(() => (loaded = loaded === own ? null : loaded));
    }
    return loaded.page;
  };
}

const byPath = (assets: Asset[]): Page => new Map(assets.map((asset) => [asset.path, asset]));

async function readBuilt(): Promise<Asset[]> {
  const files = await filesIn(built);
  return Promise.all(
    files.map(async (name) => ({ path: `/${name}`, bytes: await readFile(join(built, name)) })),
  );
}

async function lastChange(folder: string): Promise<number> {
  const stats = await Promise.all((await filesIn(folder)).map((name) => stat(join(folder, name))));
  return Math.max(...stats.map((it) => it.mtimeMs));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll("\\", "/"));
}
