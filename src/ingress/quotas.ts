import { takeFrom } from "../rules/quota.ts";
import type { SourceDocument } from "../store/documents.ts";

/** How many requests each source may still send. */
export interface Quotas {
  /** Takes one request of a source; answers milliseconds to wait where its quota is used up, else 0. */
  take: (source: Pick<SourceDocument, "_id" | "rate_limit">) => number;
}

const MOST_REMEMBERED = 50_000;

/**
 * Counts in this process alone, where counting costs nothing: several ingress processes let through as many times the
 * limit at most. The source that was unused for longest is forgotten first.
 */
export function createQuotas(now: () => Date): Quotas {
  const wholeAt = new Map<string, number>();
  return {
    take({ _id, rate_limit }) {
      // Sources that were stored before there were quotas have none.
      if (!rate_limit) return 0;
      const taken = takeFrom(rate_limit, wholeAt.get(_id) ?? 0, now().getTime());
      if ("wait" in taken) return taken.wait;
      wholeAt.delete(_id);
      wholeAt.set(_id, taken.wholeAt);
      if (wholeAt.size > MOST_REMEMBERED) wholeAt.delete(wholeAt.keys().next().value!);
      return 0;
    },
  };
}
