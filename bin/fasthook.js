#!/usr/bin/env node
// In a checkout the sources run directly, so that a stale build is never used; an installed package has only dist.
import { existsSync } from "node:fs";

const source = new URL("../src/cli.ts", import.meta.url);
if (existsSync(source)) {
  const { register } = await import("tsx/esm/api");
  register();
  await import(source.href);
} else {
  await import("../dist/src/cli.js");
}
