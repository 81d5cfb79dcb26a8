import { setTimeout as sleep } from "node:timers/promises";
import type { BulkCause } from "../resources/bulk-operation.ts";
import type { Api, Model } from "./api.ts";
import { CommandFault, EXIT } from "./exit.ts";
import { untilInterrupted } from "./interrupt.ts";
import type { Output } from "./output.ts";
import { answered, type Patience } from "./patience.ts";
import { createProgress, type Progress } from "./progress.ts";

/** A bulk operation, as far as its progress is shown. */
export interface Operation extends Model {
  status: string;
  cause: BulkCause | null;
  total_count: number;
  in_flight_count: number;
  done_count: number;
  delivered_count: number;
  failed_count: number;
  skipped_count: number;
  progress: number;
}

/** Milliseconds. */
const EVERY = 500;
const ANSWER_WITHIN = 5000;
const OVER = new Set(["completed", "cancelled", "failed"]);
const CAUSES: Record<BulkCause, string> = {
  CANARY_FAILED: "of those that went first, not all were delivered",
  TOO_MANY_FAILURES: "more failed than it allows",
  WORKFLOW_TERMINATED: "its workflow was terminated in Temporal",
  WORKFLOW_FAILED: "its workflow failed: see it in Temporal",
};

/**
 * Shows how an operation goes until it ends; ends with `checkFailed` unless it was completed and nothing failed. Ctrl-C
 * leaves it be, a gateway that starts anew is waited for. Of one whose workflow was ended by force, the gateway knows
 * within a minute.
 */
export async function follow(output: Output, api: Api, path: string): Promise<void> {
  const progress = createProgress(output);
  await using interrupt = untilInterrupted();
  const { signal } = interrupt;
  let operation = await api.call<Operation>("GET", path);
  const ask = () => api.call<Operation>("GET", path, { within: ANSWER_WITHIN });
  const look = () => answered(ask, patience(progress, signal));
  try {
    while (!OVER.has(operation.status)) {
      progress.show(operation.progress, inWords(operation));
      await sleep(EVERY, undefined, { signal });
      operation = await look();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.clear();
  }
  if (!OVER.has(operation.status)) throw detached(operation.id);
  if (output.json) output.data(operation);
  else
    output.line(
      `${operation.id} ${output.paint(styleOf(operation), operation.status)}: ${inWords(operation)}`,
    );
  const isGood = operation.status === "completed" && operation.failed_count === 0;
  if (!isGood) throw new CommandFault(EXIT.checkFailed, ...endOf(operation));
}

/** Of a gateway that starts anew meanwhile; the operation goes on without anybody who watches it. */
function patience(progress: Progress, signal: AbortSignal): Patience {
  const tell = (text: string) => {
    progress.clear();
    process.stderr.write(`${text}\n`);
  };
  return {
    now: () => performance.now(),
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    lost: (reason) => tell(`${reason}; trying again for a minute`),
    back: () => tell("connected again"),
  };
}

function endOf({ id, status, cause, in_flight_count, failed_count, total_count }: Operation): string[] {
  if (status === "completed") return [`${failed_count} of ${total_count} ended failed`];
  const why = cause ? ` (${cause}): ${CAUSES[cause]}` : "";
  const left =
    in_flight_count > 0
      ? [`${in_flight_count} in flight may still be delivered: fasthook bulk get ${id}`]
      : [];
  return [`the bulk operation ended as ${status}${why}`, ...left];
}

const styleOf = ({ status }: Operation) => (status === "completed" ? "green" : "red");

function inWords({
  done_count,
  total_count,
  delivered_count,
  failed_count,
  skipped_count,
}: Operation): string {
  const parts = [
    `${done_count} of ${total_count}`,
    `${delivered_count} delivered`,
    `${failed_count} failed`,
    ...(skipped_count > 0 ? [`${skipped_count} skipped`] : []),
  ];
  return parts.join(", ");
}

function detached(id: string): CommandFault {
  return new CommandFault(
    EXIT.interrupted,
    `${id} goes on by itself`,
    `watch it again: fasthook bulk follow ${id}`,
    `stop it: fasthook bulk cancel ${id}`,
  );
}
