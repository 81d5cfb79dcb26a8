import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Ends the run with what failed, a line for each, and then one plain line, `N passed, N failed`, that a script can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0);
    const skipped = count("skipped");
    const failed = count("failed") + broken.length + unhandled.length;
    const failures = [
      ...tests.filter((test) => test.result().state === "failed").map(failure),
      ...broken.map((module) => `${module.relativeModuleId}: ${firstLine(module.errors()[0])}`),
      ...unhandled.map((error) => `unhandled: ${firstLine(error)}`),
    ];
    process.stdout.write(
      `\n${failures.map((line) => `FAILED ${line}\n`).join("")}` +
        `${count("passed")} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}\n`,
    );
  }
}

function failure(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}: ${firstLine(test.result().errors?.[0])}`;
}

function firstLine(error: unknown): string {
  const message = error instanceof Object && "message" in error ? String(error.message) : String(error);
  return message.split("\n", 1)[0]!.slice(0, 300);
}
