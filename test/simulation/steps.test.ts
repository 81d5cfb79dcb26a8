import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulationActivities } from "../../activities/simulation.ts";
import { searchText } from "../../src/payload/search-text.ts";
import { SimulationInput } from "../../src/resources/simulation.ts";
import { newSimulation } from "../../src/simulation/new-simulation.ts";
import { simulateSlice } from "../../src/simulation/slice.ts";
import type { ConnectionDocument, RequestDocument } from "../../src/store/documents.ts";
import type { SimulationDocument } from "../../src/store/documents.ts";
import { openTestStore, requestAt, type TestStore } from "../outbox/test-store.ts";

const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const SECOND = 1000;

let own: TestStore;
beforeAll(async () => void (own = await openTestStore()));
afterAll(() => own[Symbol.asyncDispose]());

/** A connection, and requests of its source, one a second, with these bodies. */
async function received(bodies: object[]): Promise<ConnectionDocument> {
  const connection = await own.connect();
  const requests = bodies.map((json, at): RequestDocument => {
    const { outbox: _, ...request } = requestAt(new Date(START + at * SECOND));
    const body = Buffer.from(JSON.stringify(json));
    const received = { ...request, source_id: connection.source_id, body };
    return { ...received, search: searchText(received) };
  });
  await own.database.collection<RequestDocument>("requests").insertMany(requests);
  return connection;
}

/** The steps of simulations, by a clock that goes on by so many milliseconds with each look. */
function stepsBy(pace: number) {
  let looks = 0;
  const now = () => new Date(START + 3_600_000 + looks++ * pace);
  const run = () => Promise.reject(new Error("no rule transforms"));
  const deps = { store: own.store, sandbox: { run }, now };
  const { simulate } = createSimulationActivities(deps);
  const step = async ({ team_id, _id }: SimulationDocument) => {
    const done = new MockActivityEnvironment().run(simulate, { team_id, simulation_id: _id });
    return (await done) as { over: boolean };
  };
  return { deps, step, now };
}

async function begun(connection: ConnectionDocument, input: object, at = new Date(START + 3_600_000)) {
  const simulation = newSimulation(connection, SimulationInput.parse({ sample: 3, ...input }), at);
  await own.store.simulations.insert(simulation);
  return simulation;
}
const find = async (simulation: SimulationDocument) => (await own.store.simulations.find(simulation))!;
const windows = () => own.database.collection("simulation_windows").countDocuments();

describe("a simulation in many slices", () => {
  const DEDUPE = [{ type: "deduplicate", window: 60 * SECOND, include_fields: ["body.id"] }];
  const bodies = Array.from({ length: 300 }, (_, at) => ({ id: at % 45 }));
  // Each 45th second a copy, and the window is 60: every second one of them is let through.
  const firsts = bodies.filter((_, at) => Math.floor(at / 45) % 2 === 0).length;
  const counts = { done_count: 300, delivered_count: firsts, newly_ignored_count: 300 - firsts };

  test("counts each request once, though each slice runs three times, two of them at once", async () => {
    const simulation = await begun(await received(bodies), { rules: DEDUPE });
    const { deps, step } = stepsBy(1500);
    const context = {
      connection: (await own.store.connections.find(simulation.team_id, simulation.connection_id))!,
    };
    let slices = 0;
    for (let over = false; !over; slices += 1) {
      const [first, second] = await Promise.all([step(simulation), step(simulation)]);
      over = first.over || second.over;
      const found = await find(simulation);
      if (found.status !== "running") continue;
      // A process that dies before it records what it did.
      const findings = { counts: found.counts, samples: [] };
      const compared = { simulation: found, ...context, source: null };
      await simulateSlice(deps, compared, findings, new AbortController().signal);
    }
    expect(slices).toBeGreaterThan(3);
    const found = await find(simulation);
    expect(found).toMatchObject({ status: "completed", total_count: 300, counts });
    expect((JSON.parse(found.samples) as object[]).length).toBe(3);
    expect(await windows()).toBe(0);
  });

  test("comes to the same in one slice", async () => {
    const simulation = await begun(await received(bodies), { rules: DEDUPE });
    expect(await stepsBy(0).step(simulation)).toEqual({ over: true });
    expect((await find(simulation)).counts).toMatchObject(counts);
  });

  test("stops where it was cancelled, keeps what it found, and leaves nothing else", async () => {
    const simulation = await begun(await received(bodies), { rules: DEDUPE });
    const { step, now } = stepsBy(1500);
    expect(await step(simulation)).toEqual({ over: false });
    expect(await windows()).toBeGreaterThan(0);
    await own.store.simulations.end(simulation, { status: "cancelled", completed_at: now() });
    const { counts: before } = await find(simulation);
    expect(await step(simulation)).toEqual({ over: true });
    expect(await find(simulation)).toMatchObject({ status: "cancelled", counts: before });
    expect(await windows()).toBe(0);
  });

  test("fails where its connection is deleted meanwhile, and says so", async () => {
    const connection = await received(bodies);
    const simulation = await begun(connection, { rules: DEDUPE });
    const { step } = stepsBy(1500);
    await step(simulation);
    await own.store.connections.remove(connection.team_id, [connection._id]);
    expect(await step(simulation)).toEqual({ over: true });
    expect(await find(simulation)).toMatchObject({ status: "failed", error: "its connection was deleted" });
  });
});

describe("a simulation of some requests", () => {
  const bodies = Array.from({ length: 600 }, (_, at) => ({ id: at }));
  const done = async (input: object, at?: Date) => {
    const simulation = await begun(await received(bodies), { rules: [], ...input }, at);
    await stepsBy(0).step(simulation);
    return find(simulation);
  };

  test("takes the newest where there is a limit, in order of arrival", async () => {
    const found = await done({ limit: 300, rules: [{ type: "filter", body: { id: { $lt: 301 } } }] });
    expect(found).toMatchObject({ total_count: 300, counts: { done_count: 300, delivered_count: 1 } });
    expect(found.first_at).toEqual(new Date(START + 300 * SECOND));
  });

  test("takes those that hold a text", async () => {
    expect(await done({ q: '"id":59' })).toMatchObject({ counts: { done_count: 11 } });
    expect(await done({ q: '"id":59', limit: 2 })).toMatchObject({
      total_count: 2,
      counts: { done_count: 2 },
    });
  });

  test("takes those of a range, both ends included", async () => {
    const [from, to] = [10, 20].map((second) => new Date(START + second * SECOND).toISOString());
    expect(await done({ from, to })).toMatchObject({ total_count: 11, counts: { done_count: 11 } });
  });

  test("leaves out what is received after it began", async () => {
    const found = await done({}, new Date(START + 99 * SECOND));
    expect(found).toMatchObject({ total_count: 100, counts: { done_count: 100 } });
  });

  test("is completed at once where there are none", async () => {
    const found = await done({ from: new Date(START + 3_000_000).toISOString() });
    expect(found).toMatchObject({
      status: "completed",
      total_count: 0,
      first_at: null,
      counts: { done_count: 0 },
    });
  });
});
