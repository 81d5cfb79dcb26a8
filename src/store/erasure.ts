import type { Document } from "mongodb";
import { eventIdOf } from "../ids.ts";
import { WAITING_STATUSES } from "../rules/event-status.ts";
import type { Collections } from "./database.ts";
import type { RequestDocument } from "./documents.ts";
import { ORDERED, type OrderStore } from "./orders.ts";
import { WITHOUT_BODY } from "./requests.ts";

/** Takes what a request brought out of MongoDB, and what was made of it; that it came, and what became of it, stays. */
export interface Erasure {
  /**
   * Ends the request's events that still wait, and erases its data and theirs. Answers the request, or null where there
   * is none. Safe to repeat.
   */
  erase: (teamId: string, requestId: string, now: Date) => Promise<RequestDocument | null>;
  /** Erases once more what an attempt or a routing that was under way has recorded since; answers of how many requests. */
  eraseAgain: (now: Date, limit: number) => Promise<number>;
}

/** Milliseconds: the longest attempt, and a retry of its record after an outage, are over by then. */
const AGAIN_AFTER = 600_000;
/** Events whose records are erased at once. */
const BATCH = 1000;

/** Why an event was ignored may quote its data; whose duplicate it is does not. */
const detailOf = (entry: string, detail: string): Document => ({
  $cond: [{ $eq: [`${entry}cause`, "DUPLICATE"] }, `${entry}${detail}`, null],
});
const eachOf = (field: string, changed: Document): Document => ({
  $map: {
    input: { $ifNull: [`$${field}`, []] },
    as: "it",
    in: { $mergeObjects: ["$$it", changed] },
  },
});

/** Nothing of it is routed any more: neither for the first time, nor again. */
const erasingRequest = (now: Date): Document[] => [
  {
    $set: {
      header_lines: [],
      path: "",
      query: "",
      content_type: null,
      body: null,
      client_ip: null,
      rejection_detail: null,
      routing: eachOf("routing", { detail: detailOf("$$it.", "detail") }),
      replays: eachOf("replays", { routed: true }),
      data_erased_at: { $ifNull: ["$data_erased_at", now] },
      erase_again_at: new Date(now.getTime() + AGAIN_AFTER),
      updated_at: now,
    },
  },
  { $unset: ["outbox", "search"] },
];

const ERASING_EVENT: Document[] = [
  { $set: { cause_detail: detailOf("$", "cause_detail") } },
  { $unset: "payload" },
];

/** Its URL has the request's path and query at its end: what is left is where it begins. */
const ORIGIN = { $regexFind: { input: "$url", regex: "^[a-z]+://[^/?#]*" } };
const ERASING_ATTEMPT: Document[] = [
  {
    $set: {
      url: { $ifNull: [{ $getField: { field: "match", input: ORIGIN } }, ""] },
      request_headers: { $literal: {} },
      response_headers: null,
      response_body: null,
    },
  },
];

const ERASING_EXECUTION: Document = {
  $set: {
    input: JSON.stringify({ method: "", path: "", query: "", headers: {}, body: null }),
    output: null,
    logs: [],
    error: null,
  },
};

/** The request first: from then on nothing new is made of it, and a process that dies here leaves the rest due. */
export function createErasure(collections: Collections, { cancel }: Pick<OrderStore, "cancel">): Erasure {
  const { requests, events, attempts, executions, simulations, connections } = collections;

  async function cancelOpen(team_id: string, request_id: string, now: Date): Promise<void> {
    const waits = [
      { status: { $in: WAITING_STATUSES } },
      ...ORDERED,
      { next_attempt_at: { $type: "date" as const } },
    ];
    const open = events.find({ team_id, request_id, $or: waits }, { projection: { _id: 1 } });
    for await (const { _id } of open) await cancel(team_id, _id, now);
  }

  async function eraseEvents(team_id: string, request_id: string): Promise<void> {
    await events.updateMany({ team_id, request_id }, ERASING_EVENT);
    const rows = await events.find({ team_id, request_id }, { projection: { _id: 1 } }).toArray();
    for (let at = 0; at < rows.length; at += BATCH) {
      const event_id = { $in: rows.slice(at, at + BATCH).map((row) => row._id) };
      await attempts.updateMany({ event_id, team_id }, ERASING_ATTEMPT);
      await executions.updateMany({ event_id, team_id }, ERASING_EXECUTION);
    }
  }

  /** A first attempt without a workflow is recorded before its event is, which a crash may leave to be made. */
  async function eraseEarly({ _id, team_id, source_id, received_at }: RequestDocument): Promise<void> {
    const made = await connections.find({ team_id, source_id }, { projection: { _id: 1 } }).toArray();
    const event_id = { $in: made.map((connection) => eventIdOf(received_at, _id, connection._id, 0)) };
    await attempts.updateMany({ event_id, team_id }, ERASING_ATTEMPT);
  }

  async function erase(team_id: string, _id: string, now: Date): Promise<RequestDocument | null> {
    const options = { returnDocument: "after", projection: WITHOUT_BODY } as const;
    const request = await requests.findOneAndUpdate({ _id, team_id }, erasingRequest(now), options);
    if (!request) return null;
    await cancelOpen(team_id, _id, now);
    await eraseEvents(team_id, _id);
    await eraseEarly(request);
    // Samples show what a draft of rules made of it. Simulations are kept for a day: there are few.
    await simulations.updateMany({ team_id, samples: { $regex: _id } }, { $set: { samples: "[]" } });
    return request;
  }

  return {
    erase,
    async eraseAgain(now, limit) {
      const due = await requests
        .find({ erase_again_at: { $lte: now } }, { projection: { team_id: 1 } })
        .limit(limit)
        .toArray();
      for (const { _id, team_id } of due) {
        await erase(team_id, _id, now);
        await requests.updateOne({ _id, team_id }, { $unset: { erase_again_at: "" } });
      }
      return due.length;
    },
  };
}
