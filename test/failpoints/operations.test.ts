import { Client, Connection } from "@temporalio/client";
import { expect, inject, test, vi } from "vitest";
import { connect } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startReceiver } from "../support/receiver.ts";
import { arrivals, balanced } from "./balance.ts";
import { startVictim, submitTo, type Victim } from "./victim.ts";

// Two starts of a process, and the leases of the dead one.
vi.setConfig({ testTimeout: 180_000, maxConcurrency: 4 });

/** Waits until so many events have a status. */
function inStatus({ database }: Victim, status: string, count: number): Promise<unknown> {
  const enough = async () => (await database.collection("events").countDocuments({ status })) === count;
  return eventually(`${count} are ${status}`, enough, 60_000);
}

test.concurrent(
  "a process killed while it releases held events: all are released, and each comes once",
  async () => {
    await using receiver = await startReceiver();
    await using victim = await startVictim("after-release");
    const connection = await connect(victim.api, receiver.url);
    await victim.api.ok("PUT", `/connections/${connection.id}/pause`);
    const sent = [];
    for (let at = 0; at < 3; at++) sent.push((await submitTo(victim, connection.source.url))!);
    await inStatus(victim, "held", 3);
    await victim.api.ok("PUT", `/connections/${connection.id}/unpause`);
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    const events = await balanced(victim, sent);
    expect(events.map((it) => it.status)).toEqual(["delivered", "delivered", "delivered"]);
    expect(arrivals(receiver)).toEqual([1, 1, 1]);
  },
);

test.concurrent(
  "a process killed in a bulk retry: it goes on, each event is retried once, the counts are exact",
  async () => {
    await using receiver = await startReceiver({
      answer: [{ status: 410 }, { status: 410 }, { status: 410 }, {}],
    });
    await using victim = await startVictim("in-bulk-operation");
    const { source } = await connect(victim.api, receiver.url);
    const sent = [];
    for (let at = 0; at < 3; at++) sent.push((await submitTo(victim, source.url))!);
    await inStatus(victim, "failed", 3);
    const { id } = await victim.api.ok<{ id: string }>("POST", "/events/bulk_operations", {
      status: "failed",
    });
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    const ended = await eventually(
      "it is completed",
      async () => {
        const operation = await victim.api.ok<{ status: string }>("GET", `/events/bulk_operations/${id}`);
        return operation.status === "completed" && operation;
      },
      90_000,
    );
    expect(ended).toMatchObject({ total_count: 3, delivered_count: 3, failed_count: 0, skipped_count: 0 });
    const events = await balanced(victim, sent);
    expect(events.map((it) => [it.status, it.attempts_count])).toEqual([
      ["delivered", 2],
      ["delivered", 2],
      ["delivered", 2],
    ]);
    expect(arrivals(receiver)).toEqual([2, 2, 2]);
  },
);

test.concurrent(
  "a process killed when a retry was told and not marked: the order makes one attempt",
  async () => {
    await using receiver = await startReceiver({ answer: [{ status: 410 }, {}] });
    await using victim = await startVictim("after-start:2");
    const { source } = await connect(victim.api, receiver.url);
    const requestId = (await submitTo(victim, source.url))!;
    await inStatus(victim, "failed", 1);
    const [event] = (await victim.api.ok<{ models: Wire["event"][] }>("GET", "/events")).models;
    await victim.api.ok("POST", `/events/${event!.id}/retry`);
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    // Until its attempt is made, the event stands as it did before.
    await inStatus(victim, "delivered", 1);
    const events = await balanced(victim, [requestId]);
    expect(events).toMatchObject([{ status: "delivered", attempts_count: 2 }]);
    expect(arrivals(receiver)).toEqual([2]);
  },
);

test.concurrent(
  "a process killed when it put a lost event back: the event is delivered once, when it is due",
  async () => {
    await using receiver = await startReceiver();
    await using victim = await startVictim("after-put-back");
    const { source } = await connect(victim.api, receiver.url, { rules: [{ type: "delay", delay: 4000 }] });
    const requestId = (await submitTo(victim, source.url))!;
    await inStatus(victim, "queued", 1);
    const [event] = (await victim.api.ok<{ models: Wire["event"][] }>("GET", "/events")).models;
    const connection = await Connection.connect({ address: inject("temporalAddress") });
    const run = new Client({ connection }).workflow.getHandle(event!.workflow_id!);
    const terminated = () =>
      run.terminate().then(
        () => true,
        () => false,
      );
    await eventually("its run is ended", terminated);
    await connection.close();
    expect(await victim.ended).toBe("SIGKILL");
    await victim.restart();
    const events = await balanced(victim, [requestId]);
    expect(events).toMatchObject([{ status: "delivered", attempts_count: 1 }]);
    expect(arrivals(receiver)).toEqual([1]);
  },
);
