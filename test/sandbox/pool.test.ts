import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PoolOptions } from "../../src/sandbox/pool.ts";
import { createPool, SandboxUnavailable } from "../../src/sandbox/pool.ts";
import type { Job } from "../../src/sandbox/protocol.ts";
import type { Lost, Outcome, SupervisedThread } from "../../src/sandbox/supervised-thread.ts";

const ANSWER: Extract<Outcome, { type: "answered" }> = {
  type: "answered",
  answer: { type: "compiled", compiled: { ok: true }, spent: false },
};
const SPENT: Outcome = { type: "answered", answer: { ...ANSWER.answer, spent: true } };
const OVERRAN: Outcome = { type: "overran", duration_ms: 1100 };
const CRASHED: Outcome = { type: "crashed", reason: "it broke", duration_ms: 5 };
const job = (code: string): Job => ({ type: "compile", code });

/** A thread that does what the test says. */
function aThread() {
  let settle: { ready: () => void; failed: (fault: Error) => void; gone: () => void };
  let finish: ((outcome: Outcome | Lost) => void) | null = null;
  const working: { code: string | null } = { code: null };
  const gone = new Promise<void>((resolve) => (settle = { ...settle, gone: resolve }));
  const ready = new Promise<void>(
    (resolve, reject) => (settle = { ...settle, ready: resolve, failed: reject }),
  );
  const end = (outcome: Outcome | Lost) => {
    working.code = null;
    finish?.(outcome);
    finish = null;
  };
  const thread: SupervisedThread = {
    ready,
    gone,
    perform: ({ code }) =>
      new Promise((resolve) => {
        working.code = code;
        finish = resolve;
      }),
    async stop() {
      end(CRASHED);
      settle.gone();
    },
  };
  return {
    thread,
    working,
    end,
    start: () => settle.ready(),
    fail: () => settle.failed(new Error("no")),
    die: () => settle.gone(),
  };
}

function aPool(options: Partial<PoolOptions> = {}) {
  const made: ReturnType<typeof aThread>[] = [];
  const startThread = () => {
    const it = aThread();
    made.push(it);
    return it.thread;
  };
  const pool = createPool(startThread, { threads: 1, maxQueued: 2, maxWaitMs: 1000, ...options });
  const settled = () => vi.advanceTimersByTimeAsync(0);
  return {
    pool,
    made,
    settled,
    startAll: async () => {
      for (const it of made) it.start();
      await settled();
    },
    /** What each thread works on. */
    work: () => made.map((it) => it.working.code),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a pool", () => {
  test("of one thread: it keeps a spare, and still runs one job at a time, in order", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const jobs = ["a", "b"].map((code) => pool.submit(job(code)));
    expect(made).toHaveLength(2);
    await startAll();
    expect(work()).toEqual(["a", null]);
    made[0]?.end(ANSWER);
    await settled();
    expect(work().filter(Boolean)).toEqual(["b"]);
    for (const it of made) it.end(ANSWER);
    expect(await Promise.all(jobs)).toEqual([ANSWER, ANSWER]);
  });

  test("whose job overran: the spare takes the next job at once, and the thread is replaced when it is gone", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const [first, second] = [pool.submit(job("a")), pool.submit(job("b"))];
    await startAll();
    made[0]?.end(OVERRAN);
    expect(await first).toEqual(OVERRAN);
    expect(work()).toEqual([null, "b"]);
    made[0]?.die();
    await settled();
    expect(made).toHaveLength(3);
    made[1]?.end(ANSWER);
    expect(await second).toEqual(ANSWER);
  });

  test("whose thread is spent with its answer: it gets no other job, and is replaced when it is gone", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const [first, second] = [pool.submit(job("a")), pool.submit(job("b"))];
    await startAll();
    made[0]?.end(SPENT);
    expect(await first).toEqual(SPENT);
    made[1]?.end(ANSWER);
    expect(await second).toEqual(ANSWER);
    void pool.submit(job("c"));
    expect(work()).toEqual([null, "c"]);
    made[0]?.die();
    await settled();
    expect(made).toHaveLength(3);
  });

  test("whose thread crashed under a job: the job is answered, and the thread replaced", async () => {
    const { pool, made, startAll, settled } = aPool();
    const crashed = pool.submit(job("a"));
    await startAll();
    made[0]?.end(CRASHED);
    made[0]?.die();
    expect(await crashed).toEqual(CRASHED);
    await settled();
    expect(made).toHaveLength(3);
  });

  test("whose thread ended before its job began: the job may be tried again", async () => {
    const { pool, made, startAll } = aPool();
    const lost = pool.submit(job("a"));
    await startAll();
    made[0]?.end({ type: "lost", reason: "gone" });
    await expect(lost).rejects.toThrow(SandboxUnavailable);
  });

  test("whose idle thread ended: it gets no job", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    await startAll();
    made[0]?.die();
    await settled();
    void pool.submit(job("a"));
    expect(work()).toEqual([null, "a", null]);
  });

  test("with a full queue: the next job is refused, and the others are not", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const jobs = ["a", "b"].map((code) => pool.submit(job(code)));
    await expect(pool.submit(job("c"))).rejects.toThrow("2 runs are waiting already");
    await startAll();
    for (let i = 0; i < jobs.length; i++) {
      expect(work().filter(Boolean)).toHaveLength(1);
      made.find((it) => it.working.code)?.end(ANSWER);
      await settled();
    }
    expect(await Promise.all(jobs)).toEqual([ANSWER, ANSWER]);
  });

  test("whose job waits too long: it is refused and never runs; one that runs is not", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const first = pool.submit(job("a"));
    const second = expect(pool.submit(job("b"))).rejects.toThrow("No thread was free within 1000 ms");
    await startAll();
    await vi.advanceTimersByTimeAsync(1000);
    await second;
    made[0]?.end(ANSWER);
    await settled();
    expect(work()).toEqual([null, null]);
    expect(await first).toEqual(ANSWER);
  });

  test("whose threads can't start: waiting jobs are refused, and the next job tries again", async () => {
    const { pool, made, startAll, settled } = aPool();
    const refused = expect(pool.submit(job("a"))).rejects.toThrow("The sandbox does not start");
    for (const it of made) {
      it.fail();
      it.die();
    }
    await refused;
    await settled();
    expect(made).toHaveLength(2);
    const again = pool.submit(job("b"));
    expect(made).toHaveLength(4);
    await startAll();
    made[2]?.end(ANSWER);
    expect(await again).toEqual(ANSWER);
  });
});

describe("a signal", () => {
  const reason = new Error("enough");

  test("aborted before: nothing runs", async () => {
    const { pool, startAll, work } = aPool();
    await startAll();
    await expect(pool.submit(job("a"), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(work()).toEqual([null, null]);
  });

  test("aborted while the job waits: the job leaves the queue", async () => {
    const { pool, made, startAll, settled, work } = aPool();
    const controller = new AbortController();
    const first = pool.submit(job("a"));
    const second = expect(pool.submit(job("b"), controller.signal)).rejects.toBe(reason);
    await startAll();
    controller.abort(reason);
    await second;
    made[0]?.end(ANSWER);
    await first;
    await settled();
    expect(work()).toEqual([null, null]);
  });

  test("aborted while the job runs: its thread is ended and replaced", async () => {
    const { pool, made, startAll, settled } = aPool();
    const controller = new AbortController();
    const running = expect(pool.submit(job("a"), controller.signal)).rejects.toBe(reason);
    await startAll();
    controller.abort(reason);
    await running;
    await settled();
    expect(made).toHaveLength(3);
  });

  test("aborted after the answer: the thread lives on", async () => {
    const { pool, made, startAll, settled } = aPool();
    const controller = new AbortController();
    const running = pool.submit(job("a"), controller.signal);
    await startAll();
    made[0]?.end(ANSWER);
    await running;
    controller.abort(reason);
    await settled();
    expect(made).toHaveLength(2);
  });
});

describe("a pool whose jobs have shares", () => {
  test("lets them take turns: a flood of one doesn't hold up the others", async () => {
    const { pool, made, startAll, settled, work } = aPool({ maxQueued: 6 });
    const shares = ["flood", "flood", "flood", "other", "third", "other"];
    const jobs = shares.map((share, at) => pool.submit(job(`${share} ${at}`), undefined, share));
    await startAll();
    const order: (string | null | undefined)[] = [];
    for (let left = shares.length; left > 0; left--) {
      order.push(work().find(Boolean));
      made.find((it) => it.working.code)?.end(ANSWER);
      await settled();
    }
    await Promise.all(jobs);
    expect(order).toEqual(["flood 0", "other 3", "third 4", "flood 1", "other 5", "flood 2"]);
  });
});

describe("a pool that is closed", () => {
  test("with jobs that wait and run: they are refused, no thread is replaced, and no job is taken", async () => {
    const { pool, made, startAll, settled } = aPool();
    const jobs = [pool.submit(job("a")), pool.submit(job("b"))];
    const refused = jobs.map((it) => expect(it).rejects.toThrow(SandboxUnavailable));
    await startAll();
    await pool[Symbol.asyncDispose]();
    await Promise.all(refused);
    await settled();
    expect(made).toHaveLength(2);
    await expect(pool.submit(job("c"))).rejects.toThrow("The sandbox is closed");
  });
});
