import type { Failpoint } from "../src/failpoints.ts";
import { BulkPatch, OPEN_BULK_STATUSES } from "../src/resources/bulk-operation.ts";
import {
  BULK_VERBS,
  isOver,
  keptUntil,
  lookAgainIn,
  NO_TALLY,
  roomFor,
  shareOf,
  tallyOf,
  tokensAt,
  verdictOf,
} from "../src/rules/bulk.ts";
import type { BulkItemDocument, BulkOperationDocument } from "../src/store/documents.ts";
import type { Store } from "../src/store/store.ts";
import type { BulkRound, BulkRoundInput, BulkSend, BulkState, BulkWish } from "../workflows/bulk-contract.ts";
import { bulkKinds, type BulkKindDependencies, type Results } from "./bulk-kinds.ts";
import { createBulkSettlement } from "./bulk-settlement.ts";

/** What the rounds of bulk operations need. */
export interface BulkDependencies extends BulkKindDependencies {
  store: BulkKindDependencies["store"] & Pick<Store, "bulkOperations">;
  failpoint?: Failpoint;
}

/** Milliseconds after which what was taken up, and not heard of since, is sent again; then after twice as long. */
const RESEND = 120_000;

const GONE: BulkRound = {
  state: { status: "unknown", ...NO_TALLY },
  sends: [],
  wait: null,
  moved: false,
};

/**
 * The rounds of bulk operations. Each item goes from pending to in flight to its outcome, counted in the transaction that
 * takes it on, so that the counts add up after any crash. A round that runs again finds what it took up the first time
 * by its mark, takes nothing up once more, and answers the same sends.
 */
export function createBulkActivities(deps: BulkDependencies) {
  const { store, now } = deps;
  const { bulkOperations, bulkItems } = store;
  const kinds = bulkKinds(deps);
  const { settle, settleEnded } = createBulkSettlement(deps);

  /** What was signalled; the same as through the API. */
  async function obey(operation: BulkOperationDocument, wish: BulkWish): Promise<void> {
    const updated_at = now();
    if (wish.verb !== "update") {
      const { from, to } = BULK_VERBS[wish.verb];
      await bulkOperations.change(operation, from, { status: to, updated_at });
      return;
    }
    const limits = BulkPatch.safeParse(wish.limits);
    // Nobody would hear of a refusal: what is not valid changes nothing.
    if (limits.success)
      await bulkOperations.change(operation, OPEN_BULK_STATUSES, { ...limits.data, updated_at });
  }

  async function begun(operation: BulkOperationDocument): Promise<BulkOperationDocument> {
    const { status, started_at } = operation;
    if (started_at || (status !== "pending" && status !== "running")) return operation;
    const start = { status: "running" as const, started_at: now(), updated_at: now() };
    return (await bulkOperations.change(operation, ["pending", "running"], start)) ?? operation;
  }

  /** Ends it where its counts say so, and closes its record when nothing is in flight any more. */
  async function conclude(operation: BulkOperationDocument): Promise<BulkOperationDocument> {
    let standing = operation;
    const verdict = isOver(operation.status) ? null : verdictOf(operation, operation);
    if (verdict) {
      const ended = { ...verdict, updated_at: now() };
      standing = (await bulkOperations.change(operation, OPEN_BULK_STATUSES, ended)) ?? operation;
    }
    if (!isOver(standing.status) || standing.in_flight_count > 0 || standing.completed_at) return standing;
    const outbox = { due: keptUntil(standing, now()), lease: null };
    const closed = { completed_at: now(), updated_at: now(), outbox };
    return (await bulkOperations.change(standing, [standing.status], closed)) ?? standing;
  }

  /** The oldest pending items, of each line no more than its share of the window. */
  async function pick(operation: BulkOperationDocument, flying: BulkItemDocument[], room: number) {
    const lines = await bulkItems.lines(operation);
    const limited = await store.destinations.findFields({ team_id: operation.team_id, _id: { $in: lines } }, [
      "rate_limit",
    ]);
    const limitOf = new Map(limited.map((it) => [it._id, it.rate_limit]));
    const inLine = new Map<string, number>();
    for (const { line } of flying) inLine.set(line, (inLine.get(line) ?? 0) + 1);
    const free = lines
      .map((line) => ({
        line,
        room: shareOf(limitOf.get(line) ?? null, lines.length) - (inLine.get(line) ?? 0),
      }))
      .filter((it) => it.room > 0)
      .sort((a, b) => b.room - a.room)
      .slice(0, room);
    const oldest = free.map((it) => bulkItems.pending(operation, it.line, Math.min(it.room, room)));
    const found = (await Promise.all(oldest)).flat();
    return found.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, room);
  }

  /** Takes up what may be started now, under this round's mark; answers the operation, and what was taken up. */
  async function start(
    operation: BulkOperationDocument,
    flying: BulkItemDocument[],
    { mark, after }: { mark: string; after: string | null },
  ) {
    const tokens = tokensAt(operation.bucket, operation.rate_per_second, now());
    const room = Math.min(roomFor(operation, operation), Math.floor(tokens));
    if (operation.status !== "running" || operation.round === mark || room === 0) return null;
    const items = await pick(operation, flying, room);
    if (items.length === 0) return null;
    const set = { round: mark, sent_at: now(), resend_at: new Date(now().getTime() + RESEND) };
    const steps = items.map(({ _id }) => ({ id: _id, to: "in_flight" as const, set }));
    const bucket = { tokens: Number.isFinite(tokens) ? tokens - items.length : 0, at: now() };
    const moved = await bulkItems.move(operation, "pending", steps, now(), {
      status: "running",
      after,
      round: mark,
      bucket,
    });
    deps.failpoint?.("in-bulk-operation");
    return (
      moved && {
        operation: moved,
        items: items.map((item) => ({ ...item, ...set })),
        filled: items.length === room,
      }
    );
  }

  /** What is in flight under an earlier workflow's mark, or for too long. */
  async function again(
    operation: BulkOperationDocument,
    flying: BulkItemDocument[],
    mark: string,
    chain: string,
  ) {
    const isLost = ({ round, resend_at }: BulkItemDocument) =>
      round !== mark && (!round?.startsWith(chain) || (resend_at !== null && resend_at <= now()));
    const lost = flying.filter(isLost);
    const next = ({ sent_at }: BulkItemDocument) => {
      const age = now().getTime() - (sent_at ?? now()).getTime();
      return new Date(now().getTime() + Math.max(RESEND, age));
    };
    await bulkItems.resend(
      operation,
      lost.map((item) => ({ id: item._id, resend_at: next(item) })),
      mark,
    );
    return [...lost, ...flying.filter(({ round }) => round === mark)];
  }

  return {
    /** One round of a bulk operation; see `BulkRoundInput`. Throws only for faults of our own. */
    async advanceBulk(input: BulkRoundInput): Promise<BulkRound> {
      const mark = `${input.chain}:${input.round}`;
      const find = () => bulkOperations.find(input.team_id, input.operation_id);
      const found = await find();
      if (!found) return GONE;
      for (const wish of input.wishes) await obey(found, wish);

      const settled = await settleEnded(await begun((await find()) ?? found));
      const { ended, left } = settled;
      let operation = await conclude(settled.operation);

      const lost = await again(operation, left, mark, input.chain);
      // A run of an earlier round that hung until now must not start anything beside the present one's.
      const started = await start(operation, left, { mark, after: found.round });
      operation = started?.operation ?? operation;
      const taken = [...lost, ...(started?.items ?? [])];
      const { results, sends } = taken.length > 0 ? await kinds[found.type].begin(operation, taken) : NOTHING;
      operation = await conclude(await settle(operation, results));
      return {
        state: stateOf(operation),
        sends,
        wait: operation.completed_at ? null : waitOf(operation, started?.filled ?? false, input.idle),
        moved: ended + taken.length > 0,
      };
    },
  };

  function waitOf(operation: BulkOperationDocument, filled: boolean, idle: number): number {
    const { rate_per_second: rate, in_flight_count: inFlight, status, bucket } = operation;
    return lookAgainIn({
      startsMore: filled && roomFor(operation, operation) > 0,
      tokens: tokensAt(bucket, rate, now()),
      rate,
      inFlight,
      paused: status === "paused",
      idle,
    });
  }
}

const NOTHING: { results: Results; sends: BulkSend[] } = { results: new Map(), sends: [] };

const stateOf = (operation: BulkOperationDocument): BulkState => ({
  status: operation.status,
  ...tallyOf(operation),
});
