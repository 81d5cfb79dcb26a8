import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "../errors.ts";
import { randomToken } from "../ids.ts";
import type { HeldKey, IdempotencyStore, KeptAnswer } from "../store/idempotency.ts";
import type { Answer } from "./answer.ts";
import { invalidField, problemOf } from "./problems.ts";
import type { Call } from "./route.ts";

/** A call that may be repeated by its sender. */
export interface Repeatable {
  teamId: string;
  /** Of the API key that calls. */
  keyId: string;
  key: string;
  /** With the query. */
  url: string;
  body: unknown;
}

/** What a run of a call is to go by. */
export type Effect = Pick<Call, "idempotencyKey" | "at">;

/** Runs a call where none with its key was answered yet, else gives the first answer again. */
export type AnswerOnce = (call: Repeatable, run: (effect: Effect) => Promise<Answer>) => Promise<Answer>;

/** Characters; a longer answer is given once. */
const LONGEST = 1024 * 1024;
/** Milliseconds. */
const PATIENCE = 5000;
const LOOK_AGAIN = 100;
const VISIBLE = /^[\x21-\x7e]{1,255}$/;

/** The key of a call, or null where it has none. Throws a 422 for one that is malformed. */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined || VISIBLE.test(header)) return header ?? null;
  throw invalidField("Idempotency-Key", "must be 1 to 255 visible characters");
}

/**
 * As the IETF's draft has it (draft-ietf-httpapi-idempotency-key-header): 409 while the first call is under way, after
 * some seconds of waiting for its answer, and 422 where it was another one, or another API key's. Kept is what the handler answered, its
 * refusals too; not a 422, which had no effect and may be corrected under the same key, and not a fault of ours, after
 * which the call runs again.
 */
export function createAnswerOnce(store: IdempotencyStore, now: () => Date): AnswerOnce {
  async function keep(held: HeldKey, { status, headers, body }: Answer): Promise<void> {
    const answer: KeptAnswer | null =
      typeof body === "string" && body.length <= LONGEST ? { status, headers, body } : null;
    await store.keep(held, answer);
  }

  async function runFirst(held: HeldKey, since: Date, run: (effect: Effect) => Promise<Answer>) {
    let answer: Answer;
    try {
      answer = await run({ idempotencyKey: `${held.id}${since.getTime()}`, at: since });
    } catch (error) {
      const problem = problemOf(error);
      if (!problem || problem.status >= 500) await store.release(held, now());
      else if (problem.status === 422) await store.forget(held);
      else await keep(held, problem);
      throw error;
    }
    await keep(held, answer);
    return answer;
  }

  return async ({ teamId, keyId, key, url, body }, run) => {
    // An answer may show a secret, to the API key that asked for it.
    const content = `${keyId}\n${url}\n${JSON.stringify(body)}`;
    const lease = randomToken();
    const claim = () => store.claim({ teamId, key, content, lease, now: now() });
    let standing = await claim();
    // A double click: the first one is answered in a moment.
    for (let waited = 0; standing.is === "under_way" && waited < PATIENCE; waited += LOOK_AGAIN) {
      await sleep(LOOK_AGAIN);
      standing = await claim();
    }
    switch (standing.is) {
      case "first":
        return runFirst({ teamId, id: standing.id, lease }, standing.since, run);
      case "under_way":
        throw underWay(standing.until.getTime() - now().getTime());
      case "another":
        throw reused();
      case "done":
        return again(standing.answer);
    }
  };
}

function again(answer: KeptAnswer | null): Answer {
  if (answer) return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
  const detail = "The first call with this Idempotency-Key was done; its answer was too large to be kept.";
  throw new ApiError("CONFLICT", detail);
}

function underWay(ms: number): ApiError {
  const detail = "The first call with this Idempotency-Key is still under way. Ask again for its answer.";
  return new ApiError("IDEMPOTENCY_KEY_IN_USE", detail, { retry_after: Math.max(1, Math.ceil(ms / 1000)) });
}

function reused(): ApiError {
  const message = "was used within 24 hours for a call with another path, body or API key: take a new one";
  const errors = [{ path: "Idempotency-Key", message }];
  return new ApiError("IDEMPOTENCY_KEY_REUSED", `Idempotency-Key: ${message}`, { errors });
}
