import { defineSearchAttributeKey, TypedSearchAttributes } from "@temporalio/common";
import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { Trigger } from "../src/resources/attempt.ts";
import type { EventStatus } from "../src/resources/event.ts";
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

/** The values of those attributes, for one event. */
export interface EventAttributes {
  team: string;
  source: string;
  connection: string;
  destination: string;
  status: EventStatus;
}

/** The attributes as a client, or the start of a child workflow, takes them. */
export function typedAttributes(values: EventAttributes): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: searchAttributes.team, value: values.team },
    { key: searchAttributes.source, value: values.source },
    { key: searchAttributes.connection, value: values.connection },
    { key: searchAttributes.destination, value: values.destination },
    { key: searchAttributes.status, value: values.status },
  ]);
}

/** Who asks for an attempt, and why. A `retry` signal without it counts as an engineer's. */
export interface RetryOrder {
  /** One order makes one attempt, however often it is signalled; without an id each signal is an order of its own. */
  id?: string;
  trigger: Trigger;
  actor: string | null;
  /** Transform the original request anew, by the connection's present rules. */
  refresh?: boolean;
  /** The bulk operation that the order belongs to. */
  bulk_operation_id?: string | null;
  /** Epoch milliseconds at which that took the event up: a cancel since then takes the order back, wherever it is. */
  taken_up_at?: number;
}

/** Names one event. */
export interface EventKey {
  team_id: string;
  event_id: string;
}

/** A cancel, with the ids of the orders that the workflow has dropped for it. */
export interface CancelInput extends EventKey {
  taken_back: string[];
}

/** What an event's workflow starts with: ids and times, never a payload. */
export interface EventInput extends EventKey {
  /** Runs of earlier releases don't tell. */
  destination_id?: string;
  /** Attempts recorded before this run. */
  attempts_made: number;
  /** Epoch milliseconds before which no attempt is due; null: only a signal asks for one. */
  not_before: number | null;
  lane: Lane;
  /** Milliseconds for which a failed event waits for a signal before its workflow ends. */
  signal_window: number;
  /** What the run begins with, before anything of its own. */
  order?: RetryOrder;
}

/** How an event's workflow is started, as plain data: an activity may answer it, for a child workflow. */
export interface EventStart {
  workflow_id: string;
  input: EventInput;
  attributes: EventAttributes;
  /** Temporal serves key 1 before 5, and destinations in turn. */
  priority: { priorityKey: number; fairnessKey: string };
}

/** One attempt to be made: `attempt_number` makes it the same attempt however often the activity runs. */
export interface AttemptInput extends EventKey, RetryOrder {
  /** For whose place a local activity waits; as in the workflow's input. */
  destination_id?: string | undefined;
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

/** The simulation workflow's type, as the Temporal UI shows it. */
export const SIMULATION_WORKFLOW = "simulateRules";

/** Names one simulation: all that its workflow starts with. */
export interface SimulationKey {
  team_id: string;
  simulation_id: string;
}
