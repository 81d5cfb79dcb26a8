import { ApiError } from "../errors.ts";
import type { StatusRange } from "../resources/record-filter.ts";
import type { Json } from "../resources/wire.ts";
import type { BulkOperationDocument } from "../store/documents.ts";
import type { BulkRecord } from "../store/bulk-records.ts";
import type { ApiDependencies } from "./dependencies.ts";

/** Milliseconds: a call that takes longer may be taken for dead, and be made again with its Idempotency-Key. */
const WITHIN = 40_000;
const REMOVED_AT_ONCE = 5000;

/** Milliseconds after which a set that did not become whole is removed. */
export const GIVEN_UP_AFTER = 2 * WITHIN;

/**
 * Freezes the set of an operation: what is found now, and nothing that comes to match its filter later. Answers the
 * operation, which from then on survives any crash. An earlier call of the same key that broke off, or takes too long, is
 * begun anew; one that did not is answered.
 */
export async function freeze(
  { store, now }: Pick<ApiDependencies, "store" | "now">,
  operation: BulkOperationDocument,
  found: AsyncIterable<BulkRecord[]>,
): Promise<BulkOperationDocument> {
  const check = stopwatch();
  const made = await store.bulkOperations.insert(operation);
  if (made.frozen) return made;
  if (made.freezing !== operation.freezing) throw overtaken();
  for (let removed: number | null = REMOVED_AT_ONCE; removed > 0; check()) {
    removed = await store.bulkItems.removeSome(made, REMOVED_AT_ONCE);
    if (removed === null) throw overtaken();
  }
  for await (const records of found) {
    const items = records.map(({ id, destination_id, source_id }) => ({
      id,
      line: destination_id ?? source_id,
    }));
    if (items.length > 0 && !(await store.bulkItems.add(made, items))) throw overtaken();
    check(items.length);
  }
  const accepted = await store.bulkOperations.accept(made, now());
  if (!accepted) throw overtaken();
  return accepted;
}

const overtaken = () =>
  new ApiError("CONFLICT", "The same call has made, or given up, this operation meanwhile.");

/** A check, after each step that found so many, of whether there is time for another one. */
function stopwatch(): (found?: number) => void {
  const end = performance.now() + WITHIN;
  let count = 0;
  return (found = 0) => {
    count += found;
    if (performance.now() < end) return;
    const detail = `After ${WITHIN / 1000} s ${count} were found, and there may be more: narrow the filter.`;
    throw new ApiError("VALIDATION_FAILED", detail, { errors: [{ path: "", message: detail }] });
  };
}

/** How many of each value a filter means, and the ids of the first ones. */
export interface Preview {
  total_count: number;
  by_status: Record<string, number>;
  by_source_id: Record<string, number>;
  by_destination_id: Record<string, number>;
  by_cause: Record<string, number>;
  sample: string[];
}

const SAMPLE = 10;

/** Counts what an operation would take, and changes nothing. */
export async function preview(found: AsyncIterable<BulkRecord[]>): Promise<Preview> {
  const preview: Preview = {
    total_count: 0,
    by_status: {},
    by_source_id: {},
    by_destination_id: {},
    by_cause: {},
    sample: [],
  };
  const count = (counts: Record<string, number>, value: string | null) => {
    if (value !== null) counts[value] = (counts[value] ?? 0) + 1;
  };
  const check = stopwatch();
  for await (const records of found) {
    preview.total_count += records.length;
    preview.sample.push(...records.slice(0, SAMPLE - preview.sample.length).map((record) => record.id));
    for (const { status, source_id, destination_id, cause } of records) {
      count(preview.by_status, status);
      count(preview.by_source_id, source_id);
      count(preview.by_destination_id, destination_id);
      count(preview.by_cause, cause);
    }
    check(records.length);
  }
  return preview;
}

/** A filter as its caller could send it again, with its times as they were. */
export function queryOf({
  response_status,
  ...filter
}: Record<string, unknown> & { response_status?: StatusRange[] | undefined }): Record<string, Json> {
  const plain = JSON.parse(JSON.stringify(filter)) as Record<string, Json>;
  return response_status ? { ...plain, response_status: response_status.map(statusText) } : plain;
}

function statusText({ from, to }: StatusRange): string {
  if (from === to) return String(from);
  if (from === 0) return `<=${to}`;
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `>=${from}`;
}
