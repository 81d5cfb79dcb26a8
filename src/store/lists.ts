import type { Document } from "mongodb";
import type {
  AttemptFilter,
  EventFilter,
  ExecutionFilter,
  RequestFilter,
} from "../resources/record-filter.ts";
import type { Collections } from "./database.ts";
import type { AttemptDocument, EventDocument, ExecutionDocument, RequestDocument } from "./documents.ts";
import { WITHOUT_PAYLOAD } from "./event-fields.ts";
import type { Matching } from "./matching.ts";
import { findPage, findSearchedPage, type Page, type PageQuery } from "./page.ts";
import { recordFilter } from "./record-filter.ts";
import { WITHOUT_BODY } from "./requests.ts";

/** Pages through one team's records of one kind. */
type Lister<F, D> = (teamId: string, filter: F, page: PageQuery) => Promise<Page<D>>;

/** The lists of records, without what may have megabytes each: bodies and payloads. */
export interface Lists {
  requests: Lister<RequestFilter, RequestDocument>;
  events: Lister<EventFilter, EventDocument>;
  attempts: Lister<AttemptFilter, AttemptDocument>;
  executions: Lister<ExecutionFilter & { transformation_id?: string[] }, ExecutionDocument>;
}

/** Milliseconds after which a search answers with what it has found. */
const SEARCH_WITHIN = 5000;

/** A list with a `q` is searched; any other is one query. */
export function createLists(collections: Collections, { steps }: Pick<Matching, "steps">): Lists {
  const searched = (projection: Document) => ({ projection, within: SEARCH_WITHIN });
  return {
    requests(team_id, filter, page) {
      const { requests } = collections;
      if (filter.q === undefined) {
        return findPage(
          requests,
          { $and: [{ team_id }, recordFilter("requests", filter)] },
          page,
          WITHOUT_BODY,
        );
      }
      return findSearchedPage(
        requests,
        (way) => steps.requests(team_id, filter, way),
        page,
        searched(WITHOUT_BODY),
      );
    },
    events(team_id, filter, page) {
      const { events } = collections;
      if (filter.q === undefined) {
        return findPage(
          events,
          { $and: [{ team_id }, recordFilter("events", filter)] },
          page,
          WITHOUT_PAYLOAD,
        );
      }
      return findSearchedPage(
        events,
        (way) => steps.events(team_id, filter, way),
        page,
        searched(WITHOUT_PAYLOAD),
      );
    },
    attempts: (team_id, filter, page) =>
      findPage(collections.attempts, { $and: [{ team_id }, recordFilter("attempts", filter)] }, page),
    executions: (team_id, filter, page) =>
      findPage(collections.executions, { $and: [{ team_id }, recordFilter("executions", filter)] }, page),
  };
}
