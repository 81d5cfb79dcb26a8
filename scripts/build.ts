import { execFileSync } from "node:child_process";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage } from "../src/dashboard/build.ts";
import { bundleWorkflows } from "../src/temporal/bundle.ts";

/** Compiles the sources into dist/, with the workflows' bundle and the page, so that a start has nothing left to build. */
const root = fileURLToPath(new URL("..", import.meta.url));
await rm(`${root}/dist`, { recursive: true, force: true });
execFileSync(`${root}/node_modules/.bin/tsc`, ["--project", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
// The compiler leaves out what is a declaration already, and the client's types refer to it.
await copyFile(`${root}/src/client/schema.d.ts`, `${root}/dist/src/client/schema.d.ts`);
await writeFile(`${root}/dist/workflow-bundle.js`, await bundleWorkflows(`${root}/dist/workflows/index.js`));
for (const { path, bytes } of await buildPage()) {
  const file = `${root}/dist/dashboard${path}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
