import type { Client, WorkflowHandle } from "@temporalio/client";

/** Where workflows are recorded. */
export interface Recorder {
  client: Client;
  taskQueue: string;
  /** Has a worker take up what was started on another queue. */
  serve: (taskQueue: string) => Promise<void>;
}

/** Starts a workflow and does what is done from outside while it runs; the run that the handle means is recorded. */
export type Way = (recorder: Recorder) => Promise<WorkflowHandle>;

/** The ways that the workflows of one kind can go, by the names of their recordings. */
export interface Ways {
  /** What stands in for the activities of all of them. */
  activities: Record<string, (input: never, ...more: never[]) => Promise<unknown>>;
  ways: Record<string, Way>;
}
