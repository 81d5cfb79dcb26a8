import type { Filter } from "mongodb";
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
const WHOLE_ID = /^([a-z]+)_[0-9a-z]{26}$/;
/** In which field a record names what an id with such a prefix means. */
const NAMED_IN = {
  requests: { req: "_id", src: "source_id", con: "routing.connection_id" },
  events: { evt: "_id", req: "request_id", src: "source_id", con: "connection_id", des: "destination_id" },
} as const;

/**
 * Without `q`, MongoDB's filter is all. A `q` that is a whole id means what has it, or belongs to what has it, where any
 * such record is kept.
 */
export function createMatching({ requests, events }: Pick<Collections, "requests" | "events">): Matching {
  const requestSearch = createRequestSearch(requests);
  const searchEvents = createEventSearch(events, requestSearch);
  const kept = { maxTimeMS: READ_WITHIN, projection: { _id: 1 } } as const;

  async function* requestSteps(teamId: string, wanted: RequestFilter, way: Way): AsyncGenerator<Step, void> {
    const filter = recordFilter<RequestDocument>("requests", wanted);
    const walked = { teamId, filter, ...way };
    if (wanted.q === undefined) return yield* walk(requests, walked);
    const q = foldCase(wanted.q);
    const named = naming<RequestDocument>(NAMED_IN.requests, q);
    const isNamed = named && (await requests.findOne({ team_id: teamId, ...named }, kept));
    if (!isNamed) return yield* requestSearch.walk({ ...walked, q });
    yield* walk(requests, { ...walked, filter: { $and: [filter, named] } });
  }

  async function* eventSteps(teamId: string, wanted: EventFilter, way: Way): AsyncGenerator<Step, void> {
    const filter = recordFilter<EventDocument>("events", wanted);
    const walked = { teamId, filter, ...way };
    if (wanted.q === undefined) return yield* walk(events, walked);
    const q = foldCase(wanted.q);
    const named = naming<EventDocument>(NAMED_IN.events, q);
    const isNamed = named && (await events.findOne({ team_id: teamId, ...named }, kept));
    if (!isNamed) return yield* searchEvents({ ...walked, q });
    yield* walk(events, { ...walked, filter: { $and: [filter, named] } });
  }

  return {
    requests: (teamId, filter) => idsOf(requestSteps(teamId, filter, OLDEST_FIRST)),
    events: (teamId, filter) => idsOf(eventSteps(teamId, filter, OLDEST_FIRST)),
    steps: { requests: requestSteps, events: eventSteps },
  };
}

/** The filter of what an id names in records with those fields; null: it is none, or names nothing there. */
function naming<D>(fields: Readonly<Record<string, string>>, q: string): Filter<D> | null {
  const field = fields[WHOLE_ID.exec(q)?.[1] ?? ""];
  return field === undefined ? null : ({ [field]: q } as Filter<D>);
}

async function* idsOf(steps: AsyncIterable<Step>): AsyncGenerator<string[]> {
  for await (const { ids } of steps) yield ids;
}
