import { MongoClient, type Db, type Document } from "mongodb";
import { expect, inject } from "vitest";
import { openTestStore, type TestStore } from "../outbox/test-store.ts";
import { recordsAt } from "./records-at.ts";

/** How many requests, events and attempts lie in a watched store. */
export const ROWS = 3000;

/** A store with records, and a connection to it whose questions are explained. */
export interface WatchedStore extends AsyncDisposable {
  own: TestStore;
  /** On the watched connection. */
  db: Db;
  /** The commands that a question sends, as MongoDB explains them. */
  explained: (ask: () => Promise<unknown>, verbosity?: "executionStats") => Promise<Document[]>;
}

export async function openWatchedStore(): Promise<WatchedStore> {
  const own = await openTestStore();
  const client = await MongoClient.connect(inject("mongodbUri"), { monitorCommands: true });
  const start = Date.now() - ROWS;
  const records = Array.from({ length: ROWS }, (_, at) => recordsAt(at, new Date(start + at)));
  for (const noun of ["requests", "events", "attempts"] as const) {
    await own.database.collection<{ _id: string }>(noun).insertMany(records.map((it) => it[noun]));
  }

  async function commandsOf(ask: () => Promise<unknown>): Promise<Document[]> {
    const commands: Document[] = [];
    const note = ({ commandName, command }: { commandName: string; command: Document }) => {
      if (commandName !== "find" && commandName !== "aggregate") return;
      const { lsid: _l, $db: _d, $clusterTime: _c, ...rest } = command;
      commands.push(rest);
    };
    client.on("commandStarted", note);
    await ask();
    client.off("commandStarted", note);
    return commands;
  }

  return {
    own,
    db: client.db(own.database.databaseName),
    async explained(ask, verbosity) {
      const commands = await commandsOf(ask);
      const explain = (command: Document) =>
        own.database.command({ explain: command, verbosity: verbosity ?? "queryPlanner" });
      return Promise.all(commands.map(explain));
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await own[Symbol.asyncDispose]();
    },
  };
}

/** Every stage of a plan, whether MongoDB runs it as a query, or after that for an aggregation. */
export function allStages(plan: unknown): string[] {
  return allOf(plan).flatMap(([name, value]) => {
    if (name === "stage" && typeof value === "string") return [value];
    return name === "$sort" ? ["SORT"] : [];
  });
}

/** The documents that were read, as one of a plan's parts says. */
export function docsExamined(plan: Document): number {
  return Math.max(
    ...allOf(plan).flatMap(([name, value]) => (name === "totalDocsExamined" ? [Number(value)] : [])),
  );
}

/** Every field of a plan that was chosen, however deep. */
function allOf(plan: unknown): [string, unknown][] {
  if (Array.isArray(plan)) return plan.flatMap(allOf);
  if (typeof plan !== "object" || plan === null) return [];
  return Object.entries(plan).flatMap(([name, value]): [string, unknown][] =>
    name === "rejectedPlans" || name === "command" ? [] : [[name, value], ...allOf(value)],
  );
}

/** Reads all, and keeps nothing. */
export async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

/** That each plan goes by an index, scans no collection, and sorts nothing in memory. */
export function expectIndexed(plans: Document[]): void {
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans) {
    const stages = allStages(plan);
    expect(stages).not.toContain("COLLSCAN");
    expect(stages).not.toContain("SORT");
    expect(stages.some((stage) => /IXSCAN|IDHACK|COUNT_SCAN|EOF/.test(stage))).toBe(true);
  }
}
