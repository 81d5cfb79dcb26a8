import type { Collection } from "mongodb";
import { WRITE_WITHIN } from "./deadline.ts";
import type { ExecutionDocument } from "./documents.ts";
import { createGroupCommit } from "./group-commit.ts";
import { insertEach } from "./insert-each.ts";

/** The runs of transformations for events: written once, then only read. */
export interface ExecutionStore extends AsyncDisposable {
  insert: (execution: ExecutionDocument) => Promise<void>;
  find: (teamId: string, transformationId: string, id: string) => Promise<ExecutionDocument | null>;
}

const MAX_GROUP_BYTES = 24 * 1024 * 1024;
const MAX_WAITING_BYTES = 192 * 1024 * 1024;
/** What an execution weighs beside its input and output: its log and its error, at their longest. */
const ENVELOPE_BYTES = 100_000;

/** Inserts go in groups bounded by their bytes. */
export function createExecutionStore(collection: Collection<ExecutionDocument>): ExecutionStore {
  const inserts = createGroupCommit<ExecutionDocument, true>({
    write: (group) => insertEach(collection, group),
    size: ({ input, output }) => input.length + (output?.length ?? 0) + ENVELOPE_BYTES,
    writeWithin: WRITE_WITHIN,
    maxGroup: 200,
    maxGroupSize: MAX_GROUP_BYTES,
    maxWaitingSize: MAX_WAITING_BYTES,
    writers: 2,
  });
  return {
    insert: async (execution) => void (await inserts.add(execution)),
    find: (teamId, transformationId, id) =>
      collection.findOne({ _id: id, team_id: teamId, transformation_id: transformationId }),
    [Symbol.asyncDispose]: () => inserts[Symbol.asyncDispose](),
  };
}
