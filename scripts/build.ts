import { execFileSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflows } from "../src/temporal/bundle.ts";

/** Compiles the sources into dist/ and bundles the workflows beside them, so that a start has nothing left to build. */
const root = fileURLToPath(new URL("..", import.meta.url));
await rm(`${root}/dist`, { recursive: true, force: true });
execFileSync(`${root}/node_modules/.bin/tsc`, ["--project", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
await writeFile(`${root}/dist/workflow-bundle.js`, await bundleWorkflows(`${root}/dist/workflows/index.js`));
