import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { compileWasm } from "../../src/sandbox/engine.ts";
import type { Job, ThreadData } from "../../src/sandbox/protocol.ts";
import { startThread } from "../../src/sandbox/supervised-thread.ts";

let wasm: WebAssembly.Module;
beforeAll(async () => {
  wasm = await compileWasm();
});

function aThread(given: Partial<ThreadData> = {}) {
  const thread = startThread({ wasm, runMs: 20_000, ...given });
  onTestFinished(() => thread.stop());
  return thread;
}

const job = (body: string, request: unknown = null): Job => ({
  type: "run",
  code: `addHandler("transform", (request) => {${body}})`,
  request: JSON.stringify(request),
  context: "{}",
  now: 0,
  seed: "",
});

describe("a thread", () => {
  test("given job after job: it answers each", async () => {
    const thread = aThread();
    await thread.ready;
    for (const body of ["a", "b"]) {
      const outcome = await thread.perform(job(`return { body: "${body}" }`));
      const ran = { ending: { type: "output", json: `{"body":"${body}"}` } };
      expect(outcome).toMatchObject({ type: "answered", answer: { type: "ran", ran } });
    }
  });

  test("whose memory was exhausted: the next job has all of it", async () => {
    const thread = aThread();
    await thread.ready;
    const greedy = "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)";
    const modest =
      "const a = []; while (a.length < 40) a.push('x'.repeat(1e6) + a.length); return { body: a.length }";
    const endings = [];
    for (const body of [greedy, modest]) {
      const outcome = await thread.perform(job(body));
      endings.push(outcome.type === "answered" && outcome.answer.type === "ran" && outcome.answer.ran.ending);
    }
    const output = { type: "output", json: '{"body":40}' };
    expect(endings).toEqual([{ type: "memory" }, output]);
  });

  test("that used up the memory of several engines: it is spent, and ends after its answer", async () => {
    const thread = aThread();
    await thread.ready;
    const spent = [];
    do {
      const outcome = await thread.perform(job("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)"));
      spent.push(outcome.type === "answered" ? outcome.answer.spent : outcome.type);
    } while (spent.at(-1) === false && spent.length < 10);
    expect(spent).toEqual([false, true]);
    await thread.gone;
  });

  test("stuck in a native loop: the job overran, and the thread is gone", async () => {
    const thread = aThread({ runMs: 100 });
    await thread.ready;
    expect(await thread.perform(job("return new Array(1e9) + ''"))).toMatchObject({ type: "overran" });
    await thread.gone;
  });

  test("stopped while it has a job: the job ends too", async () => {
    const thread = aThread();
    await thread.ready;
    const outcome = thread.perform(job("for (;;);"));
    await thread.stop();
    expect(["crashed", "lost"]).toContain((await outcome).type);
  });

  test("that ends before a job begins: the job is lost", async () => {
    const thread = aThread();
    await thread.ready;
    await thread.stop();
    expect(await thread.perform(job("return null"))).toMatchObject({ type: "lost" });
  });

  test("that can't start: it is never ready, and gone", async () => {
    const thread = aThread({ wasm: {} as never });
    await expect(thread.ready).rejects.toThrow(/./);
    await thread.gone;
  });
});
