import { createSandbox, type Sandbox } from "./sandbox.ts";

/** A sandbox whose threads start at the first use: a process that transforms nothing does without them. */
export function createLazySandbox(start: () => Promise<Sandbox> = createSandbox): Sandbox {
  let started: Promise<Sandbox> | null = null;
  const sandbox = () =>
    (started ??= start().catch((error: unknown) => {
      started = null;
      throw error;
    }));
  return {
    run: async (run, signal) => (await sandbox()).run(run, signal),
    compile: async (code) => (await sandbox()).compile(code),
    async [Symbol.asyncDispose]() {
      await (await started?.catch(() => null))?.[Symbol.asyncDispose]();
    },
  };
}
