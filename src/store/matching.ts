import { foldCase } from "../payload/search-text.ts";
import type { EventFilter, RequestFilter } from "../resources/record-filter.ts";
import type { Collections } from "./database.ts";
import type { EventDocument, RequestDocument } from "./documents.ts";
import { recordFilter } from "./record-filter.ts";
import { createEventSearch } from "./search-events.ts";
import { createRequestSearch } from "./search-requests.ts";
import { READ_WITHIN, walk, type Step, type Walk } from "./walk.ts";

/** In which order a filter's records come, and from where on. */
export type Way = Pick<Walk<never>, "dir" | "after">;

type Ids<F> = (teamId: string, filter: F) => AsyncIterable<string[]>;
type Steps<F> = (teamId: string, filter: F, way: Way) => AsyncIterable<Step>;

/** All that a filter means, `q` included: what lists, counts and bulk operations go by. */
export interface Matching {
  /** Ids in batches of some thousand, the oldest first; an empty one tells that a while was searched for nothing. */
  requests: Ids<RequestFilter>;
  events: Ids<EventFilter>;
  /** Ids in steps, of which each may find nothing, and tells how far it came. */
  steps: { requests: Steps<RequestFilter>; events: Steps<EventFilter> };
}

const OLDEST_FIRST: Way = { dir: "asc", after: null };
const WHOLE_ID = /^(req|evt)_[0-9a-z]{26}$/;

/** Without `q`, MongoDB's filter is all. A `q` that is the whole id of a kept record means that record alone. */
export function createMatching({ requests, events }: Pick<Collections, "requests" | "events">): Matching {
  const requestSearch = createRequestSearch(requests);
  const searchEvents = createEventSearch(events, requestSearch);

  /** Which kind of record has this id; null: none that is kept. */
  async function nounOf(team_id: string, id: string): Promise<"request" | "event" | null> {
    const noun = WHOLE_ID.exec(id)?.[1] === "req" ? "request" : "event";
    if (!WHOLE_ID.test(id)) return null;
    const kept = { _id: id, team_id };
    const options = { limit: 1, maxTimeMS: READ_WITHIN };
    const count =
      noun === "request" ? requests.countDocuments(kept, options) : events.countDocuments(kept, options);
    return (await count) > 0 ? noun : null;
  }

  async function* requestSteps(teamId: string, wanted: RequestFilter, way: Way): AsyncGenerator<Step, void> {
    const filter = recordFilter<RequestDocument>("requests", wanted);
    const walked = { teamId, filter, ...way };
    if (wanted.q === undefined) return yield* walk(requests, walked);
    const q = foldCase(wanted.q);
    const noun = await nounOf(teamId, q);
    if (noun !== "request") return yield* requestSearch.walk({ ...walked, q });
    yield* walk(requests, { ...walked, filter: { $and: [filter, { _id: q }] } });
  }

  async function* eventSteps(teamId: string, wanted: EventFilter, way: Way): AsyncGenerator<Step, void> {
    const filter = recordFilter<EventDocument>("events", wanted);
    const walked = { teamId, filter, ...way };
    if (wanted.q === undefined) return yield* walk(events, walked);
    const q = foldCase(wanted.q);
    const noun = await nounOf(teamId, q);
    if (noun === null) return yield* searchEvents({ ...walked, q });
    const named = noun === "event" ? { _id: q } : { request_id: q };
    yield* walk(events, { ...walked, filter: { $and: [filter, named] } });
  }

  return {
    requests: (teamId, filter) => idsOf(requestSteps(teamId, filter, OLDEST_FIRST)),
    events: (teamId, filter) => idsOf(eventSteps(teamId, filter, OLDEST_FIRST)),
    steps: { requests: requestSteps, events: eventSteps },
  };
}

async function* idsOf(steps: AsyncIterable<Step>): AsyncGenerator<string[]> {
  for await (const { ids } of steps) yield ids;
}
