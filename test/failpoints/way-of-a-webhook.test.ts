import { expect, test, vi } from "vitest";
import type { FailpointName } from "../../src/failpoints.ts";
import { connect } from "../gateway/scene.ts";
import { startReceiver } from "../support/receiver.ts";
import { arrivals, balanced } from "./balance.ts";
import { startVictim, submitTo } from "./victim.ts";

// Two starts of a process, and the leases of the dead one.
vi.setConfig({ testTimeout: 180_000, maxConcurrency: 4 });

interface Death {
  at: FailpointName;
  /** Whether the sender has its answer by then. */
  acked: boolean;
  /** How often the event comes in the end. */
  arrives: number;
}

test.concurrent.each<Death>([
  { at: "after-insert", acked: false, arrives: 1 },
  { at: "after-answer", acked: true, arrives: 1 },
  { at: "before-events", acked: true, arrives: 1 },
  { at: "after-events", acked: true, arrives: 1 },
  { at: "after-routing", acked: true, arrives: 1 },
  { at: "before-start", acked: true, arrives: 1 },
  { at: "after-start", acked: true, arrives: 1 },
  { at: "after-mark", acked: true, arrives: 1 },
  { at: "before-send", acked: true, arrives: 1 },
  // What was sent, and not recorded, is sent again: the one attempt that was under way.
  { at: "after-send", acked: true, arrives: 2 },
  { at: "after-attempt", acked: true, arrives: 1 },
  { at: "after-settlement", acked: true, arrives: 1 },
])(
  "a process killed $at: after its restart nothing is lost, and each event came as often as it may",
  async (death) => {
    await using receiver = await startReceiver();
    await using victim = await startVictim(`${death.at}:2`);
    const { source } = await connect(victim.api, receiver.url);
    const first = await submitTo(victim, source.url);
    await receiver.waitFor(1, 30_000);
    const second = await submitTo(victim, source.url);
    expect(await victim.ended).toBe("SIGKILL");
    expect([first !== null, second !== null]).toEqual([true, death.acked]);

    await victim.restart();
    const third = await submitTo(victim, source.url);
    const events = await balanced(
      victim,
      [first, second, third].filter((id) => id !== null),
    );
    expect(events.map((it) => it.status)).toEqual(["delivered", "delivered", "delivered"]);
    expect(arrivals(receiver)).toEqual([death.arrives, 1, 1]);
  },
);

test.concurrent.each<Omit<Death, "acked"> & { lane: string }>([
  { at: "before-send", arrives: 1, lane: "workflow" },
  { at: "after-send", arrives: 2, lane: "workflow" },
  { at: "after-attempt", arrives: 1, lane: "direct" },
])("a process killed $at without a workflow: the event gets one, and none is lost", async (death) => {
  await using receiver = await startReceiver();
  await using victim = await startVictim(`${death.at}:2`);
  const { source } = await connect(victim.api, receiver.url, { first_attempt: "direct" });
  const first = await submitTo(victim, source.url);
  await receiver.waitFor(1, 30_000);
  const second = await submitTo(victim, source.url);
  expect(await victim.ended).toBe("SIGKILL");
  await victim.restart();
  const events = await balanced(victim, [first!, second!]);
  const lanes = new Map(events.map((it) => [it.request_id, [it.status, it.lane]]));
  expect(lanes.get(first!)).toEqual(["delivered", "direct"]);
  expect(lanes.get(second!)).toEqual(["delivered", death.lane]);
  expect(arrivals(receiver)).toEqual([death.arrives, 1]);
});

test.concurrent(
  "a process killed between a failed attempt and its event: the series goes on, none is made twice",
  async () => {
    await using receiver = await startReceiver({ answer: [{ status: 500 }, {}] });
    await using victim = await startVictim("after-attempt");
    const rule = { type: "retry", strategy: "linear", interval: 500, count: 3 };
    const { source } = await connect(victim.api, receiver.url, { rules: [rule] });
    const requestId = await submitTo(victim, source.url);
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    const events = await balanced(victim, [requestId!]);
    expect(events).toMatchObject([{ status: "delivered", attempts_count: 2 }]);
    expect(receiver.requests.map((it) => it.header("x-fasthook-attempt"))).toEqual(["1", "2"]);
  },
);

test.concurrent(
  "a process killed between the claim of a window and its event: of two copies one is delivered",
  async () => {
    await using receiver = await startReceiver();
    await using victim = await startVictim("before-events");
    const { source } = await connect(victim.api, receiver.url, {
      rules: [{ type: "deduplicate", window: 600_000 }],
    });
    const first = await submitTo(victim, source.url);
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    const second = await submitTo(victim, source.url);
    const events = await balanced(victim, [first!, second!]);
    expect(events.map((it) => it.status).sort()).toEqual(["delivered", "ignored"]);
    expect(arrivals(receiver)).toEqual([1]);
  },
);
