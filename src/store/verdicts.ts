import type { Document } from "mongodb";
import type { Step } from "./walk.ts";

/** Whether a record matches; null: its text is not kept, so that its bytes are to be read. */
export type Verdict = boolean | null;

/** A record, and whether it matches. */
export interface Judged {
  _id: string;
  verdict: Verdict;
}

/** A record that matches, or may. */
export interface Candidate {
  id: string;
  matches: true | (() => Promise<boolean>);
}

/** MongoDB's form of "the text stands in this field": bytes are compared, nothing in the text is special. */
export const stands = (q: string, field: string): Document => ({
  $gte: [{ $indexOfBytes: [field, { $literal: q }] }, 0],
});

/** The verdict on a field with a kept text. */
export const verdictOn = (q: string, field: string): Document => ({
  $cond: [{ $eq: [{ $type: field }, "string"] }, stands(q, field), null],
});

/** Asks those that may match, one by one; a step after each, for some have megabytes to be read. */
export async function* confirmed(
  candidates: Candidate[],
  reached: string | null,
): AsyncGenerator<Step, void> {
  let ids: string[] = [];
  for (const { id, matches } of candidates) {
    if (matches === true || (await matches())) ids.push(id);
    if (matches === true) continue;
    yield { ids, reached: id };
    ids = [];
  }
  yield { ids, reached };
}
