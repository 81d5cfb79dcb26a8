import { defineSearchAttributeKey } from "@temporalio/common";
import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { Trigger } from "../src/resources/attempt.ts";
import type { Lane, Outcome } from "../src/rules/outcome.ts";

/** The event workflow's type, as the Temporal UI shows it. */
export const EVENT_WORKFLOW = "deliverEvent";

/** What an event's workflow can be found by. */
export const searchAttributes = {
  team: defineSearchAttributeKey("FastHookTeam", "KEYWORD"),
  source: defineSearchAttributeKey("FastHookSource", "KEYWORD"),
  connection: defineSearchAttributeKey("FastHookConnection", "KEYWORD"),
  destination: defineSearchAttributeKey("FastHookDestination", "KEYWORD"),
  status: defineSearchAttributeKey("FastHookStatus", "KEYWORD"),
};

/** Who asks for an attempt, and why. A `retry` signal without it counts as an engineer's. */
export interface RetryOrder {
  trigger: Trigger;
  actor: string | null;
  /** Transform the original request anew, by the connection's present rules. */
  refresh?: boolean;
}

/** Names one event. */
export interface EventKey {
  team_id: string;
  event_id: string;
}

/** What an event's workflow starts with: ids and times, never a payload. */
export interface EventInput extends EventKey {
  /** Attempts recorded before this run. */
  attempts_made: number;
  /** Epoch milliseconds before which no attempt is due; null: only a signal asks for one. */
  not_before: number | null;
  lane: Lane;
  /** Milliseconds for which a failed event waits for a signal before its workflow ends. */
  signal_window: number;
}

/** One attempt to be made: `attempt_number` makes it the same attempt however often the activity runs. */
export interface AttemptInput extends EventKey, RetryOrder {
  attempt_number: number;
}

/** What the `state` query answers. */
export type EventState = Outcome;

/** Sends the event again now: cuts a wait short, or sends a failed event once more. */
export const retrySignal = defineSignal<[RetryOrder?]>("retry");
/** Ends the event without another attempt; a failed one stays failed, and only stops waiting for signals. */
export const cancelSignal = defineSignal("cancel");
/** Tells that what the event waits for has changed: a limit, a pause, a switch. It looks again what is due. */
export const wakeSignal = defineSignal("wake");
/** Asks how the event stands, without touching it. */
export const stateQuery = defineQuery<EventState>("state");
