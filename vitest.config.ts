import { defineConfig } from "vitest/config";

const unit = [
  "architecture.test.ts",
  "http.test.ts",
  "lifetime.test.ts",
  "yielding.test.ts",
  "bench/**",
  "deployment/**",
  "rules/**",
  "api/**",
  "transform/**",
  "resources/**",
  "delivery/**",
  "sandbox/**",
  "payload/**",
  "dashboard/page/**",
  "verification/**",
  "ingress/**",
  "telemetry/**",
  "roles/**",
].map((path) => (path.endsWith(".ts") ? `test/${path}` : `test/${path}/*.test.ts`));

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // For what a page shows a moment after what made it: reads of it are polled.
    expect: { poll: { timeout: 15_000 } },
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      { extends: true, test: { name: "unit", include: unit } },
      {
        extends: true,
        test: {
          name: "servers",
          include: ["test/**/*.test.ts"],
          exclude: unit,
          globalSetup: ["test/support/servers.ts"],
        },
      },
    ],
  },
});
