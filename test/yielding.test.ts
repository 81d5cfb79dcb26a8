import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { expect, test } from "vitest";
import { yieldProcessor } from "../src/yielding.ts";

/** A process that waits, and the weight that Linux gives its session, where it groups by them. */
async function waiting(own: { session: boolean }) {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: own.session });
  await once(child, "spawn");
  const pid = child.pid!;
  const file = `/proc/${pid}/autogroup`;
  const session = () => (existsSync(file) ? /nice (-?\d+)/.exec(readFileSync(file, "utf8"))?.[1] : undefined);
  return {
    pid,
    session,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("a process that yields is nicer than this one, and so is the session that it leads", async () => {
  await using child = await waiting({ session: true });
  const grouped = child.session() !== undefined;
  yieldProcessor(child.pid);
  expect(getPriority(child.pid)).toBe(Math.max(5, getPriority()));
  expect(child.session()).toBe(grouped ? "5" : undefined);
});

test("a session that is not its own keeps its weight", async () => {
  await using child = await waiting({ session: false });
  const before = child.session();
  yieldProcessor(child.pid);
  expect(getPriority(child.pid)).toBe(Math.max(5, getPriority()));
  expect(child.session()).toBe(before);
});

test("where it can't be, nothing happens", () => {
  expect(() => yieldProcessor(2 ** 30)).not.toThrow();
});
