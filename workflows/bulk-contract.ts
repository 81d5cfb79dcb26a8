import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { BulkPatch, BulkStatus } from "../src/resources/bulk-operation.ts";
import type { BulkTally, BulkVerb } from "../src/rules/bulk.ts";
import type { EventStart } from "./contract.ts";

/** The bulk operation's workflow type, as the Temporal UI shows it. */
export const BULK_WORKFLOW = "bulkOperation";

/** Names one bulk operation. */
export interface BulkKey {
  team_id: string;
  operation_id: string;
}

/** What was told to the workflow itself, with the Temporal CLI or UI. */
export type BulkWish = { verb: BulkVerb } | { verb: "update"; limits: BulkPatch };

/** What a bulk operation's workflow starts with, and goes on with in a new history: its set is in MongoDB. */
export interface BulkInput extends BulkKey {
  /** Rounds made before. */
  round?: number;
  /** Rounds in a row that found nothing to do. */
  idle?: number;
  /** Wishes that came as the last history ended. */
  wishes?: BulkWish[];
}

/** One round: `round` makes it the same one, with the same sends, however often the activity runs. */
export interface BulkRoundInput extends BulkKey {
  /** Of all histories of one workflow; a workflow that was started anew sends again what is in flight. */
  chain: string;
  round: number;
  idle: number;
  wishes: BulkWish[];
}

/** An event to be sent: to its workflow, if it is open as it seems to be, or by a new one, a child. */
export interface BulkSend {
  start: EventStart;
  open: boolean;
}

/** What the `state` query answers, and the UI shows. */
export interface BulkState extends BulkTally {
  status: BulkStatus | "unknown";
}

/** What a round found and decided. */
export interface BulkRound {
  state: BulkState;
  sends: BulkSend[];
  /** Milliseconds until the next round; null: this was the last one. */
  wait: number | null;
  /** Whether anything was started or settled. */
  moved: boolean;
}

/** Starts nothing further until `resume`; what is in flight ends. */
export const pauseSignal = defineSignal("pause");
/** Goes on after `pause`. */
export const resumeSignal = defineSignal("resume");
/** Starts nothing further, for good; what is in flight ends and is counted. */
export const cancelBulkSignal = defineSignal("cancel");
/** Changes `rate_per_second` and `max_failures`; null lifts a bound. */
export const updateSignal = defineSignal<[BulkPatch]>("update");
/** Tells that the operation's record has changed. */
export const lookSignal = defineSignal("look");
/** Asks how far it is, as of its last round. */
export const bulkStateQuery = defineQuery<BulkState>("state");
