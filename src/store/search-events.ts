import type { Collection, Document } from "mongodb";
import { isFoundIn } from "../payload/search-text.ts";
import type { EventDocument } from "./documents.ts";
import { isTimeUp } from "./faults.ts";
import type { RequestSearch, Search } from "./search-requests.ts";
import { confirmed, stands, verdictOn, type Candidate, type Judged } from "./verdicts.ts";
import { ahead, inOrder, READ_WITHIN, STEP, type Step } from "./walk.ts";

/** Events of which one command tells, with their requests: some 40 ms of work. */
const AT_ONCE = 5000;
/** Up to so many matches events are looked up from their requests, instead of the other way round. */
const FEW = 1000;
/** Milliseconds within which those requests, or events, must have been found. */
const FEW_WITHIN = 2500;
/** Payloads of which no text is kept that are read for it, some megabytes each. */
const FEW_READ = 50;
/** Nothing else stands in an id. */
const PART_OF_ID = /^[0-9a-z_]+$/;
const BY_REQUEST = { team_id: 1, request_id: 1, _id: -1 } as const;
/** Part of an index: the events with a payload of their own. */
const TRANSFORMED = { "payload.method": { $gt: "" } } as const;

type Row = Judged & { request_id: string };

/**
 * Finds texts in events: in their request, in what transformations made of it, and in their id. First one slice is
 * looked through in the order of the walk. If that was not all, and the text stands in few requests, those tell the
 * other events; where it stands in many, slice follows slice, and each finds some.
 */
export function createEventSearch(events: Collection<EventDocument>, requests: RequestSearch) {
  const bounds = { maxTimeMS: READ_WITHIN };
  const rowsOf = <R extends Document>(stages: Document[], maxTimeMS = READ_WITHIN) =>
    events.aggregate<R>(stages, { maxTimeMS }).toArray();

  async function inPayload(team_id: string, _id: string, q: string): Promise<boolean> {
    const event = await events.findOne({ _id, team_id }, { ...bounds, projection: { payload: 1 } });
    return event?.payload ? isFoundIn(event.payload, q) : false;
  }

  async function candidatesAmong(teamId: string, rows: Row[], q: string): Promise<Candidate[]> {
    const verdicts = await requests.judge(teamId, [...new Set(rows.map((row) => row.request_id))], q);
    return rows.flatMap(({ _id: id, request_id, verdict: own }): Candidate[] => {
      const ofRequest = verdicts.has(request_id) ? verdicts.get(request_id)! : false;
      if (own || ofRequest) return [{ id, matches: true }];
      if (own === false && ofRequest === false) return [];
      const matches = async () =>
        (own === null && (await inPayload(teamId, id, q))) ||
        (ofRequest === null && (await requests.isIn(teamId, request_id, q)));
      return [{ id, matches }];
    });
  }

  /** Events that match by themselves, whatever their request; null where they are many, or take long to find. */
  async function fewOwn(team_id: string, q: string): Promise<string[] | null> {
    const few = { $limit: FEW + 1 };
    const byId = [{ $match: { team_id, _id: { $regex: q } } }, { $project: { _id: 1 } }, few];
    const judged = { $project: { verdict: verdictOn(q, "$payload.search") } };
    const possible = { $match: { verdict: { $ne: false } } };
    const byPayload = [{ $match: { team_id, ...TRANSFORMED } }, judged, possible, few];
    const both = Promise.all([
      PART_OF_ID.test(q) ? rowsOf<Judged>(byId, FEW_WITHIN) : [],
      rowsOf<Judged>(byPayload, FEW_WITHIN),
    ]);
    const found = await both.catch((error: unknown) => {
      if (isTimeUp(error)) return null;
      throw error;
    });
    if (!found) return null;
    const [named, made] = found;
    const unread = made.filter(({ verdict }) => verdict === null);
    if (named.length > FEW || made.length > FEW || unread.length > FEW_READ) return null;
    const own = named.map((row) => row._id);
    for (const { _id, verdict } of made) if (verdict || (await inPayload(team_id, _id, q))) own.push(_id);
    return own;
  }

  async function fewRequests(teamId: string, q: string): Promise<string[] | null> {
    const found: string[] = [];
    const end = performance.now() + FEW_WITHIN;
    const all = { teamId, q, filter: {}, dir: "desc", after: null } as const;
    for await (const { ids, reached } of requests.walk(all)) {
      found.push(...ids);
      if (found.length > FEW || (reached !== null && performance.now() > end)) return null;
    }
    return found;
  }

  /** All that is ahead, in order, where little matches; null where it is much. */
  async function lookUp(search: Search<EventDocument>): Promise<string[] | null> {
    const own = await fewOwn(search.teamId, search.q);
    const found = own && (await fewRequests(search.teamId, search.q));
    if (!found) return null;
    const options = { ...bounds, projection: { _id: 1 } };
    const [byRequest, byThemselves] = await Promise.all([
      events
        .find({ $and: [ahead(search), { request_id: { $in: found } }] }, { ...options, hint: BY_REQUEST })
        .toArray(),
      events
        .find({ $and: [ahead(search), { _id: { $in: own } }] }, { ...options, hint: { _id: 1 } })
        .toArray(),
    ]);
    const ids = [...new Set([...byRequest, ...byThemselves].map((row) => row._id))].sort();
    return search.dir === "asc" ? ids : ids.reverse();
  }

  return async function* walk(search: Search<EventDocument>): AsyncGenerator<Step, void> {
    const { teamId, q } = search;
    const own = {
      $cond: [
        stands(q, "$_id"),
        true,
        { $cond: [{ $gt: ["$payload", null] }, verdictOn(q, "$payload.search"), false] },
      ],
    };
    for (let { after } = search, slices = 1; ; slices++) {
      const rows = await rowsOf<Row>([
        { $match: ahead({ ...search, after }) },
        { $sort: inOrder(search) },
        { $limit: AT_ONCE },
        { $project: { request_id: 1, verdict: own } },
      ]);
      after = rows.length < AT_ONCE ? null : rows.at(-1)!._id;
      yield* confirmed(await candidatesAmong(teamId, rows, q), after);
      if (after === null) return;
      const rest = slices === 1 ? await lookUp({ ...search, after }) : null;
      if (rest) return yield* inSteps(rest);
    }
  };
}

function* inSteps(ids: string[]): Generator<Step, void> {
  for (let at = 0; ; at += STEP) {
    const step = ids.slice(at, at + STEP);
    const more = at + STEP < ids.length;
    yield { ids: step, reached: more ? step.at(-1)! : null };
    if (!more) return;
  }
}
