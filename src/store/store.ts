import type { Failpoint } from "../failpoints.ts";
import type { Attempt } from "../resources/attempt.ts";
import { ConnectionRecord } from "../resources/connection.ts";
import { createApiKeyStore, type ApiKeyStore } from "./api-keys.ts";
import { createAuditStore, type AuditStore } from "./audit.ts";
import { createBacklog, type Backlog } from "./backlog.ts";
import { createBulkItems, type BulkItems } from "./bulk-items.ts";
import { createBulkRecords, type BulkRecords } from "./bulk-records.ts";
import { createBulkOperations, type BulkOperations } from "./bulk-operations.ts";
import { followIds, type ChangeFeed } from "./change-feed.ts";
import { openDatabase, type Collections, type Database } from "./database.ts";
import { createChangeStore, type ChangeStore } from "./changes.ts";
import { createDedupeClaims, type DedupeClaims } from "./dedupe-claims.ts";
import type {
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  SourceDocument,
  TransformationDocument,
} from "./documents.ts";
import { createErasure, type Erasure } from "./erasure.ts";
import { createEventStore, type EventStore, type Wrote } from "./events.ts";
import { createExecutionStore, type ExecutionStore } from "./executions.ts";
import { createIdempotencyStore, type IdempotencyStore } from "./idempotency.ts";
import type { IndexDropped } from "./indexes.ts";
import { loadKeyDigest } from "./key-digest.ts";
import { createFindJunctions, type FindJunctions } from "./junctions.ts";
import { createNamedStore, type NamedStore } from "./named.ts";
import { createCounts, type Counts } from "./counts.ts";
import { createLists, type Lists } from "./lists.ts";
import { createMatching, type Matching } from "./matching.ts";
import { createTallyRecords, type TallyRecords } from "./metrics.ts";
import { createOrderStore, type OrderStore } from "./orders.ts";
import { createRequestStore, type RequestStore } from "./requests.ts";
import { SEALED } from "./sealed.ts";
import { createVault } from "./secrets.ts";
import { createLeaseStore, type LeaseStore } from "./leases.ts";
import { createStrandedEvents, type StrandedEvents } from "./stranded-events.ts";
import { createThrottleStore, type ThrottleStore } from "./throttles.ts";
import { createWaitingEvents, type WaitingEvents } from "./waiting-events.ts";
import { createFindRoutedEvent, type FindRoutedEvent } from "./routed-events.ts";
import { createSimulatedRequests, type SimulatedRequests } from "./simulated-requests.ts";
import { createSimulationStore, type SimulationStore } from "./simulations.ts";
import { createSimulationWindows, type SimulationWindows } from "./simulation-windows.ts";
import { createTeamStore, type TeamStore } from "./teams.ts";
import { createTransformationVersions, type TransformationVersionStore } from "./transformation-versions.ts";

/** All that MongoDB keeps for us. */
export interface Store extends AsyncDisposable {
  teams: TeamStore;
  apiKeys: ApiKeyStore;
  idempotency: IdempotencyStore;
  audit: AuditStore;
  sources: NamedStore<SourceDocument>;
  destinations: NamedStore<DestinationDocument>;
  connections: NamedStore<ConnectionDocument>;
  findJunctions: FindJunctions;
  transformations: NamedStore<TransformationDocument>;
  transformationVersions: TransformationVersionStore;
  requests: RequestStore;
  events: EventStore;
  findRoutedEvent: FindRoutedEvent;
  orders: OrderStore;
  erasure: Erasure;
  executions: ExecutionStore;
  dedupe: DedupeClaims;
  changes: ChangeStore;
  waiting: WaitingEvents;
  throttles: ThrottleStore;
  stranded: StrandedEvents;
  leases: LeaseStore;
  simulations: SimulationStore;
  simulatedRequests: SimulatedRequests;
  simulationWindows: SimulationWindows;
  lists: Lists;
  counts: Counts;
  tally: TallyRecords;
  matching: Matching;
  /** What waits, of all teams; rejects after 3 s. */
  backlog: () => Promise<Backlog>;
  bulkOperations: BulkOperations;
  bulkItems: BulkItems;
  bulkRecords: BulkRecords;
  /** Keeps what open events need until `until`, where it would go before `soon`. Answers how many events there were. */
  keepOpen: (soon: Date, until: Date, limit: number) => Promise<number>;
  findAttempt: (teamId: string, id: Attempt["id"]) => Promise<AttemptDocument | null>;
  /** Tells the id of each source that any process writes, and null when changes may have gone untold. */
  followSources: (changed: (id: string | null) => void) => ChangeFeed;
  /** The same of all teams' requests or events: what is read by such an id must name its team. */
  followRecords: (noun: "requests" | "events", changed: (id: string | null) => void) => ChangeFeed;
  transaction: Database["transaction"];
  ping: Database["ping"];
}

/** Where the store lies, and what opens its secrets: keys of 32 bytes in base64. */
export interface StoreSettings {
  uri: string;
  database: string;
  secretKey: string;
  /** Keys that open secrets too, but seal none. */
  otherSecretKeys?: string[];
  wrote?: Wrote;
  failpoint?: Failpoint;
  indexDropped?: IndexDropped;
}

/** Opens the store. Rejects when MongoDB is not there within its deadlines, or its secrets need another key. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { uri, database: name, failpoint, wrote, indexDropped, ...keys } = settings;
  const database = await openDatabase(uri, name, indexDropped);
  const { collections } = database;
  const vault = createVault(keys.secretKey, keys.otherSecretKeys);
  const keyDigest = await loadKeyDigest(collections, vault, keys.secretKey).catch(async (error: unknown) => {
    await database[Symbol.asyncDispose]();
    throw error;
  });
  const requests = createRequestStore(collections.requests, (items, ms) => wrote?.("requests", items, ms));
  const events = createEventStore(collections.events, collections.attempts, { failpoint, wrote });
  const executions = createExecutionStore(collections.executions);
  const orders = createOrderStore(collections.events, collections.attempts, collections.requests);
  const matching = createMatching(collections);
  return {
    teams: createTeamStore(collections.teams),
    apiKeys: createApiKeyStore(collections.api_keys, keyDigest),
    idempotency: createIdempotencyStore(collections.idempotency_keys, vault, keyDigest),
    audit: createAuditStore(collections.audit_entries),
    sources: createNamedStore(collections.sources, SEALED.sources, vault),
    destinations: createNamedStore(collections.destinations, SEALED.destinations, vault),
    connections: createNamedStore(collections.connections, ConnectionRecord, vault),
    findJunctions: createFindJunctions(collections.connections, vault),
    transformations: createNamedStore(collections.transformations, SEALED.transformations, vault),
    transformationVersions: createTransformationVersions(collections.transformation_versions, vault),
    requests,
    events,
    findRoutedEvent: createFindRoutedEvent(collections.events, vault),
    orders,
    erasure: createErasure(collections, orders),
    executions,
    dedupe: createDedupeClaims(collections.dedupe_claims),
    changes: createChangeStore(collections.changes),
    simulations: createSimulationStore(collections.simulations),
    simulatedRequests: createSimulatedRequests(collections),
    simulationWindows: createSimulationWindows(collections.simulation_windows, collections.dedupe_claims),
    waiting: createWaitingEvents(collections.events),
    throttles: createThrottleStore(collections.throttles),
    stranded: createStrandedEvents(collections.events),
    leases: createLeaseStore(collections.leases),
    lists: createLists(collections, matching),
    counts: createCounts(collections, matching),
    tally: createTallyRecords(collections),
    matching,
    backlog: createBacklog(collections),
    bulkOperations: createBulkOperations(collections.bulk_operations),
    bulkItems: createBulkItems(collections.bulk_items, collections.bulk_operations, database.transaction),
    bulkRecords: createBulkRecords(collections, matching),
    keepOpen: (soon, until, limit) => keepOpen(collections, soon, until, limit),
    findAttempt: (team_id, id) => collections.attempts.findOne({ _id: id, team_id }),
    followSources: (changed) => followIds(collections.sources, changed),
    followRecords: (noun, changed) =>
      noun === "events" ? followIds(collections.events, changed) : followIds(collections.requests, changed),
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
