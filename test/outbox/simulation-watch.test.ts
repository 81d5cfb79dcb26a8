import { afterAll, beforeAll, expect, test } from "vitest";
import { createSimulationWatch } from "../../src/outbox/simulation-watch.ts";
import { SimulationInput } from "../../src/resources/simulation.ts";
import { newSimulation } from "../../src/simulation/new-simulation.ts";
import type { SimulationDocument } from "../../src/store/documents.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { eventually } from "../support/eventually.ts";
import { openTestStore, type TestStore } from "./test-store.ts";

const PATIENCE = 60_000;

let own: TestStore;
beforeAll(async () => void (own = await openTestStore()));
afterAll(() => own[Symbol.asyncDispose]());

/** A simulation that last changed so many milliseconds ago. */
async function simulation(age: number): Promise<SimulationDocument> {
  const input = SimulationInput.parse({ rules: [] });
  const begun = newSimulation(await own.connect(), input, new Date(Date.now() - age));
  await own.store.simulations.insert(begun);
  return begun;
}

const statusOf = async (of: SimulationDocument) => (await own.store.simulations.find(of))?.status;

test("a simulation whose workflow is gone is ended with its reason, and those that go on or just moved are not", async () => {
  const [lost, goesOn, fresh] = [
    await simulation(2 * PATIENCE),
    await simulation(3 * PATIENCE),
    await simulation(0),
  ];
  const asked: string[] = [];
  const isOpen = async (workflowId: string) => {
    asked.push(workflowId);
    return workflowId === goesOn._id;
  };
  const log = createLogger("fatal");
  await using _ = createSimulationWatch({
    store: own.store,
    isOpen,
    patience: PATIENCE,
    now: () => new Date(),
    log,
  });
  await eventually("the lost one is ended", async () => (await statusOf(lost)) === "failed");
  const ended = await own.store.simulations.find(lost);
  expect(ended).toMatchObject({ error: "its workflow was lost, or ended by force" });
  expect(ended!.completed_at).toBeInstanceOf(Date);
  expect([await statusOf(goesOn), await statusOf(fresh)]).toEqual(["pending", "pending"]);
  expect(asked).toEqual([goesOn._id, lost._id]);
});

test("simulations while Temporal does not answer stay as they are, and are ended once it does", async () => {
  const lost = await simulation(2 * PATIENCE);
  let answers = false;
  let asked = 0;
  const isOpen = async () => {
    asked++;
    if (!answers) throw new Error("Temporal is away");
    return false;
  };
  const log = createLogger("fatal");
  const now = () => new Date();
  await using _ = createSimulationWatch({ store: own.store, isOpen, patience: 100, now, log });
  await eventually("it was asked twice", () => asked > 1);
  expect(await statusOf(lost)).toBe("pending");
  answers = true;
  await eventually("it is ended", async () => (await statusOf(lost)) === "failed");
});
