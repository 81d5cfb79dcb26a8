import { rm } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "../support/eventually.ts";
import { startOwnServers, type OwnServers } from "./own-servers.ts";
import { connect, routed, submit } from "./scene.ts";

vi.setConfig({ testTimeout: 180_000 });
const BACKLOG = 400;
const AT_ONCE = 20;

let own: OwnServers;
beforeAll(async () => {
  own = await startOwnServers();
});
afterAll(async () => own[Symbol.asyncDispose]());

/** The requests that came, as often and in the order in which they came. */
const arrived = () => own.receiver.requests.map((it) => it.header("x-fasthook-request-id")!);

/** Sends many webhooks, one group after the other, and answers their request ids, the oldest first. */
async function submitBacklog(): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < BACKLOG) {
    ids.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => submit(own.connection.source)))));
  }
  return ids.sort();
}

test("a backlog of an outage of Temporal: drains by age, and what comes meanwhile does not wait for all of it", async () => {
  await own.temporal.stack[Symbol.asyncDispose]();
  const backlog = await submitBacklog();
  await routed(own.gateway.api, backlog.at(-1)!);
  own.temporal.stack = await own.temporal.folder.start({ mongod: false });

  await own.receiver.waitFor(1, 60_000);
  const live = await submit(own.connection.source);
  await own.delivered([...backlog, live]);

  const order = [...new Set(arrived())];
  expect([...order].sort()).toEqual([...backlog, live].sort());
  // What waited is started a batch at a time: the live one comes in between.
  expect(order.indexOf(live)).toBeLessThan(BACKLOG);
  // Attempts overlap, so the order is that of the starts, roughly.
  const places = backlog.map((id) => order.indexOf(id));
  const mean = (of: number[]) => of.reduce((sum, place) => sum + place, 0) / of.length;
  const quarter = BACKLOG / 4;
  expect(mean(places.slice(0, quarter))).toBeLessThan(mean(places.slice(quarter, 2 * quarter)));
  expect(mean(places.slice(2 * quarter, 3 * quarter))).toBeLessThan(mean(places.slice(3 * quarter)));
});

test("Temporal's data is lost: what was not final is started again, and delivered once; new webhooks go on", async () => {
  const { gateway, receiver, temporal } = own;
  const later = await connect(gateway.api, receiver.url, { rules: [{ type: "delay", delay: 12_000 }] });
  const waiting = [];
  for (let at = 0; at < 5; at++) waiting.push(await submit(later.source));
  await eventually("Temporal has them", async () => {
    const left = gateway.database.collection("events").countDocuments({ outbox: { $exists: true } });
    return (await left) === 0;
  });

  await temporal.stack[Symbol.asyncDispose]();
  for (const name of readdirSync(temporal.folder.dataDir).filter((it) => it.startsWith("temporal.db"))) {
    await rm(join(temporal.folder.dataDir, name));
  }
  temporal.stack = await temporal.folder.start({ mongod: false });

  const fresh = await submit(own.connection.source);
  await own.delivered([...waiting, fresh]);
  for (const id of [...waiting, fresh]) expect(arrived().filter((it) => it === id)).toHaveLength(1);
});
