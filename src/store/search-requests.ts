import type { Collection, Document } from "mongodb";
import { isFoundIn } from "../payload/search-text.ts";
import type { RequestDocument } from "./documents.ts";
import { confirmed, verdictOn, type Candidate, type Judged, type Verdict } from "./verdicts.ts";
import { ahead, inOrder, READ_WITHIN, type Step, type Walk } from "./walk.ts";

/** A walk to those records alone in which a text stands; `q` is in folded case. */
export type Search<D> = Walk<D> & { q: string };

/** Finds texts in requests. */
export interface RequestSearch {
  walk: (search: Search<RequestDocument>) => AsyncGenerator<Step, void>;
  /** The verdicts on given requests; those on whom there is none do not match. */
  judge: (teamId: string, ids: string[], q: string) => Promise<Map<string, Verdict>>;
  /** Reads the bytes of one. */
  isIn: (teamId: string, id: string, q: string) => Promise<boolean>;
}

/** Requests that MongoDB looks through in one command: some 50 ms of work. */
const AT_ONCE = 20_000;
const MATCHING = { $match: { verdict: { $ne: false } } };

interface Slice {
  last: string;
  seen: number;
  open: { id: string; verdict: true | null }[];
}

/** Has MongoDB compare the kept texts of one slice after the other, in the order of the walk. */
export function createRequestSearch(requests: Collection<RequestDocument>): RequestSearch {
  const bounds = { maxTimeMS: READ_WITHIN };
  const judged = (q: string): Document => ({ $project: { verdict: verdictOn(q, "$search") } });

  async function isIn(team_id: string, _id: string, q: string): Promise<boolean> {
    const request = await requests.findOne({ _id, team_id }, bounds);
    return request !== null && isFoundIn(request, q);
  }

  /** One document for the whole slice: those that don't match need not come over. */
  async function slice(search: Search<RequestDocument>): Promise<Slice | undefined> {
    const matching = { $cond: ["$verdict", true, { $eq: ["$verdict", null] }] };
    const open = { $cond: [matching, { id: "$_id", verdict: "$verdict" }, "$$REMOVE"] };
    const last = { [search.dir === "asc" ? "$max" : "$min"]: "$_id" };
    const [found] = await requests
      .aggregate<Slice>(
        [
          { $match: ahead(search) },
          { $sort: inOrder(search) },
          { $limit: AT_ONCE },
          judged(search.q),
          { $group: { _id: null, last, seen: { $sum: 1 }, open: { $push: open } } },
        ],
        bounds,
      )
      .toArray();
    return found;
  }

  return {
    isIn,
    async *walk(search) {
      const { teamId, q } = search;
      for (let { after } = search; ;) {
        const found = await slice({ ...search, after });
        after = found?.seen === AT_ONCE ? found.last : null;
        const candidates = found?.open.map(({ id, verdict }): Candidate => {
          return { id, matches: verdict ?? (() => isIn(teamId, id, q)) };
        });
        yield* confirmed(candidates ?? [], after);
        if (after === null) return;
      }
    },
    async judge(team_id, ids, q) {
      const given = { $match: { team_id, _id: { $in: ids } } };
      const rows = await requests.aggregate<Judged>([given, judged(q), MATCHING], bounds).toArray();
      return new Map(rows.map(({ _id, verdict }) => [_id, verdict]));
    },
  };
}
