import type { ChangeStreamDocument, Collection } from "mongodb";
import type { Attempt } from "../resources/attempt.ts";
import { ConnectionRecord } from "../resources/connection.ts";
import { Destination } from "../resources/destination.ts";
import type {
  AttemptFilter,
  EventFilter,
  ExecutionFilter,
  RequestFilter,
} from "../resources/record-filter.ts";
import { Source } from "../resources/source.ts";
import { TransformationRecord } from "../resources/transformation.ts";
import { followChanges, type ChangeFeed } from "./change-feed.ts";
import { openDatabase, type Collections, type Database } from "./database.ts";
import { createChangeStore, type ChangeStore } from "./changes.ts";
import { createDedupeClaims, type DedupeClaims } from "./dedupe-claims.ts";
import type {
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  ExecutionDocument,
  RequestDocument,
  SourceDocument,
  TransformationDocument,
} from "./documents.ts";
import { createEventStore, WITHOUT_PAYLOAD, type EventStore } from "./events.ts";
import { createExecutionStore, type ExecutionStore } from "./executions.ts";
import { createNamedStore, type NamedStore } from "./named.ts";
import { findPage, type Page, type PageQuery } from "./page.ts";
import { recordFilter } from "./record-filter.ts";
import { createRequestStore, type RequestStore } from "./requests.ts";
import { createVault } from "./secrets.ts";
import { createThrottleStore, type ThrottleStore } from "./throttles.ts";
import { createWaitingEvents, type WaitingEvents } from "./waiting-events.ts";
import { createTeamStore, type TeamStore } from "./teams.ts";
import { createTransformationVersions, type TransformationVersionStore } from "./transformation-versions.ts";

/** Pages through one team's records of one kind. */
type Lister<F, D> = (teamId: string, filter: F, page: PageQuery) => Promise<Page<D>>;

/** All that MongoDB keeps for us. */
export interface Store extends AsyncDisposable {
  teams: TeamStore;
  sources: NamedStore<SourceDocument>;
  destinations: NamedStore<DestinationDocument>;
  connections: NamedStore<ConnectionDocument>;
  transformations: NamedStore<TransformationDocument>;
  transformationVersions: TransformationVersionStore;
  requests: RequestStore;
  events: EventStore;
  executions: ExecutionStore;
  dedupe: DedupeClaims;
  changes: ChangeStore;
  waiting: WaitingEvents;
  throttles: ThrottleStore;
  lists: {
    requests: Lister<RequestFilter, RequestDocument>;
    events: Lister<EventFilter, EventDocument>;
    attempts: Lister<AttemptFilter, AttemptDocument>;
    executions: Lister<ExecutionFilter & { transformation_id?: string[] }, ExecutionDocument>;
  };
  /** Keeps what open events need until `until`, where it would go before `soon`. Answers how many events there were. */
  keepOpen: (soon: Date, until: Date, limit: number) => Promise<number>;
  findAttempt: (teamId: string, id: Attempt["id"]) => Promise<AttemptDocument | null>;
  /** Tells the id of each source that any process writes, and null when changes may have gone untold. */
  followSources: (changed: (id: string | null) => void) => ChangeFeed;
  transaction: Database["transaction"];
  ping: Database["ping"];
}

/** Opens the store; `secretKey` is 32 bytes in base64. Rejects when MongoDB is not there within its deadlines. */
export async function openStore(settings: {
  uri: string;
  database: string;
  secretKey: string;
}): Promise<Store> {
  const database = await openDatabase(settings.uri, settings.database);
  const { collections } = database;
  const vault = createVault(settings.secretKey);
  const requests = createRequestStore(collections.requests);
  const events = createEventStore(collections.events, collections.attempts);
  const executions = createExecutionStore(collections.executions);
  // A list is read without the bodies: they may have megabytes each.
  const bodiless = { body: 0 };
  return {
    teams: createTeamStore(collections, vault),
    sources: createNamedStore(collections.sources, Source, vault),
    destinations: createNamedStore(collections.destinations, Destination, vault),
    connections: createNamedStore(collections.connections, ConnectionRecord, vault),
    transformations: createNamedStore(collections.transformations, TransformationRecord, vault),
    transformationVersions: createTransformationVersions(collections.transformation_versions, vault),
    requests,
    events,
    executions,
    dedupe: createDedupeClaims(collections.dedupe_claims),
    changes: createChangeStore(collections.changes),
    waiting: createWaitingEvents(collections.events),
    throttles: createThrottleStore(collections.throttles),
    lists: {
      requests: (team_id, filter, page) =>
        findPage(
          collections.requests,
          { $and: [{ team_id }, recordFilter("requests", filter)] },
          page,
          bodiless,
        ),
      events: (team_id, filter, page) =>
        findPage(
          collections.events,
          { $and: [{ team_id }, recordFilter("events", filter)] },
          page,
          WITHOUT_PAYLOAD,
        ),
      attempts: (team_id, filter, page) =>
        findPage(collections.attempts, { $and: [{ team_id }, recordFilter("attempts", filter)] }, page),
      executions: (team_id, filter, page) =>
        findPage(collections.executions, { $and: [{ team_id }, recordFilter("executions", filter)] }, page),
    },
    keepOpen: (soon, until, limit) => keepOpen(collections, soon, until, limit),
    findAttempt: (team_id, id) => collections.attempts.findOne({ _id: id, team_id }),
    followSources: (changed) => followSources(collections.sources, changed),
    transaction: database.transaction,
    ping: database.ping,
    async [Symbol.asyncDispose]() {
      await requests[Symbol.asyncDispose]();
      await events[Symbol.asyncDispose]();
      await executions[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function followSources(
  sources: Collection<SourceDocument>,
  changed: (id: string | null) => void,
): ChangeFeed {
  return followChanges<SourceDocument>({
    open: () => sources.watch([{ $project: { documentKey: 1, operationType: 1 } }], { maxAwaitTimeMS: 1000 }),
    changed: (change: ChangeStreamDocument<SourceDocument>) => {
      if ("documentKey" in change) changed(change.documentKey._id);
    },
    missed: () => changed(null),
  });
}

const OPEN: EventDocument["status"][] = ["queued", "held", "processing"];

async function keepOpen(
  { events, requests }: Collections,
  soon: Date,
  until: Date,
  limit: number,
): Promise<number> {
  const aging = events.find(
    { status: { $in: OPEN }, expires_at: { $lt: soon } },
    { projection: { request_id: 1 } },
  );
  const rows = await aging.limit(limit).toArray();
  const keep = { $max: { expires_at: until } };
  // The requests first: where this is all that is done, it is done again.
  await requests.updateMany({ _id: { $in: rows.map((row) => row.request_id) } }, keep);
  await events.updateMany({ _id: { $in: rows.map((row) => row._id) } }, keep);
  return rows.length;
}
