import {
  MongoClient,
  type ClientSession,
  type Collection,
  type Db,
  type IndexDescription,
  type MongoClientOptions,
} from "mongodb";
import type { ChangeDocument } from "./changes.ts";
import type { IdempotencyDocument } from "./idempotency.ts";
import { within } from "./deadline.ts";
import { ensureIndexes, type IndexDropped } from "./indexes.ts";
import type { LeaseDocument } from "./leases.ts";
import type { SimulationWindowDocument } from "./simulation-windows.ts";
import type { ThrottleDocument } from "./throttles.ts";
import { transact } from "./transact.ts";
import type { ClaimDocument } from "./dedupe-claims.ts";
import type {
  ApiKeyDocument,
  AttemptDocument,
  AuditDocument,
  BulkItemDocument,
  BulkOperationDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  ExecutionDocument,
  RequestDocument,
  SimulationDocument,
  SettingDocument,
  SourceDocument,
  TeamDocument,
  TransformationDocument,
  TransformationVersionDocument,
} from "./documents.ts";

const unique = { unique: true };
const behind = { partialFilterExpression: { "outbox.behind": { $exists: true } } };
const waiting = { partialFilterExpression: { "outbox.due": { $exists: true } } };
/** An event that is not final is never removed, however old. */
const finalExpiry: IndexDescription = {
  key: { expires_at: 1 },
  expireAfterSeconds: 0,
  partialFilterExpression: { status: { $in: ["delivered", "failed", "ignored", "cancelled"] } },
};
const open = { partialFilterExpression: { status: { $in: ["queued", "held", "processing"] } } };
const placed = { partialFilterExpression: { slot_at: { $type: "date" } } };
const told = { partialFilterExpression: { "orders_told.id": { $gt: "" } } };
const erasing = { partialFilterExpression: { erase_again_at: { $exists: true } } };
const ordered = { partialFilterExpression: { order_id: { $exists: true } } };
const expiry: IndexDescription = { key: { expires_at: 1 }, expireAfterSeconds: 0 };
const teamName: IndexDescription = {
  key: { team_id: 1, name: 1 },
  ...unique,
  partialFilterExpression: { name: { $type: "string" } },
};
const newest = (...fields: string[]): IndexDescription => ({
  key: Object.fromEntries([["team_id", 1], ...fields.map((field) => [field, 1]), ["_id", -1]]) as Record<
    string,
    1 | -1
  >,
});
/** Of records that have a text there: few do, and only these cost anything. */
const newestWith = (field: string): IndexDescription => ({
  ...newest(field),
  partialFilterExpression: { [field]: { $gt: "" } },
});
/** The newest, each with these fields. */
const newestThen = (fields: string[]): IndexDescription => ({
  key: { team_id: 1, _id: -1, ...Object.fromEntries(fields.map((field) => [field, 1])) },
});
/** Of those records alone whose field is so, in the order of a list, whatever range of it is asked for. */
const newestWhere = (field: string, condition: { $gte: number } | { $gt: string }): IndexDescription => ({
  ...newestThen([field]),
  partialFilterExpression: { [field]: condition },
});

/** Indexes that a wider one has made needless, by their names. */
const SUPERSEDED: Partial<Record<string, string[]>> = { requests: ["team_id_1__id_-1"] };

/** What each collection is asked by. */
export const INDEXES: Record<keyof Collections, IndexDescription[]> = {
  dedupe_claims: [expiry],
  changes: [{ key: { "outbox.due": 1 } }],
  simulations: [newest("connection_id"), { key: { updated_at: 1 } }, expiry],
  simulation_windows: [expiry],
  leases: [],
  throttles: [],
  teams: [],
  api_keys: [{ key: { digest: 1 }, ...unique }, newest()],
  settings: [],
  idempotency_keys: [expiry],
  audit_entries: [
    newest(),
    newest("resource_id"),
    newest("resource_type"),
    newest("actor.key_id"),
    newest("action"),
    expiry,
  ],
  sources: [{ key: { token: 1 }, ...unique }, teamName, newest()],
  destinations: [teamName, newest()],
  connections: [teamName, newest(), { key: { source_id: 1 } }, { key: { destination_id: 1 } }],
  requests: [
    // With all that metrics are made of: they need not read the requests, which have their bodies with them.
    newestThen(["received_at", "status", "source_id", "rejection_cause", "method"]),
    newest("source_id"),
    newest("status"),
    newest("routing.connection_id"),
    newestWith("rejection_cause"),
    { key: { "outbox.due": 1 }, ...waiting },
    { key: { erase_again_at: 1 }, ...erasing },
    expiry,
  ],
  events: [
    newest(),
    newest("request_id"),
    newest("connection_id", "status"),
    newest("destination_id", "status"),
    newest("source_id"),
    newest("status"),
    ...["bulk_operation_id", "error_code", "cause"].map(newestWith),
    newestWhere("response_status", { $gte: 300 }),
    newestWhere("attempts_count", { $gte: 2 }),
    newestWhere("payload.method", { $gt: "" }),
    { key: { destination_id: 1, _id: 1 }, ...placed },
    { key: { status: 1, expires_at: 1 }, ...open },
    { key: { status: 1, next_attempt_at: 1, _id: 1, "outbox.due": 1 }, ...open },
    { key: { "outbox.due": 1 }, ...waiting },
    { key: { "outbox.behind": 1 }, ...behind },
    { key: { destination_id: 1, "outbox.behind": 1, _id: 1 }, ...behind },
    { key: { orders_told_at: 1 }, ...told },
    finalExpiry,
  ],
  transformations: [teamName, newest()],
  transformation_versions: [newest("transformation_id")],
  executions: [newest("transformation_id"), newest("event_id"), expiry],
  bulk_operations: [newest("noun"), { key: { "outbox.due": 1 } }, { key: { status: 1 } }],
  bulk_items: [
    { key: { operation_id: 1, state: 1, _id: 1 } },
    {
      key: { team_id: 1, operation_id: 1, state: 1, line: 1, _id: 1 },
      partialFilterExpression: { state: "pending" },
    },
  ],
  attempts: [
    { key: { event_id: 1, attempt_number: 1 }, ...unique },
    { key: { event_id: 1, order_id: 1 }, ...unique, ...ordered },
    newest(),
    newest("destination_id"),
    newest("status"),
    ...["bulk_operation_id", "error_code"].map(newestWith),
    newestWhere("response_status", { $gte: 300 }),
    expiry,
  ],
};

/** Every collection, under the name that it has in MongoDB. */
export interface Collections {
  dedupe_claims: Collection<ClaimDocument>;
  changes: Collection<ChangeDocument>;
  simulations: Collection<SimulationDocument>;
  simulation_windows: Collection<SimulationWindowDocument>;
  leases: Collection<LeaseDocument>;
  throttles: Collection<ThrottleDocument>;
  teams: Collection<TeamDocument>;
  api_keys: Collection<ApiKeyDocument>;
  settings: Collection<SettingDocument>;
  idempotency_keys: Collection<IdempotencyDocument>;
  audit_entries: Collection<AuditDocument>;
  sources: Collection<SourceDocument>;
  destinations: Collection<DestinationDocument>;
  connections: Collection<ConnectionDocument>;
  requests: Collection<RequestDocument>;
  events: Collection<EventDocument>;
  attempts: Collection<AttemptDocument>;
  bulk_operations: Collection<BulkOperationDocument>;
  bulk_items: Collection<BulkItemDocument>;
  transformations: Collection<TransformationDocument>;
  transformation_versions: Collection<TransformationVersionDocument>;
  executions: Collection<ExecutionDocument>;
}

/** What is read and written with it counts all together, or not at all. */
export type Transaction = ClientSession;

/** The database and its collections; every write is journalled by a majority before it counts. */
export interface Database extends AsyncDisposable {
  collections: Collections;
  /** Runs `work` in one transaction; it may run more than once, for some seconds in all. */
  transaction: <R>(work: (session: Transaction) => Promise<R>) => Promise<R>;
  /** Rejects when MongoDB does not answer as a writable primary within `timeoutMs`. */
  ping: (timeoutMs: number) => Promise<void>;
}

/** The driver's deadlines, in milliseconds. They hold for a socket that answers nothing, not for one that takes nothing. */
const OPTIONS = {
  appName: "fasthook",
  writeConcern: { w: "majority", journal: true, wtimeoutMS: 10_000 },
  readPreference: "primary",
  serverSelectionTimeoutMS: 3000,
  connectTimeoutMS: 3000,
  socketTimeoutMS: 30_000,
  waitQueueTimeoutMS: 5000,
  maxPoolSize: 100,
  ignoreUndefined: true,
  promoteBuffers: true,
} satisfies MongoClientOptions;
/** Milliseconds in which an index is built. */
const BUILD_WITHIN = 3_600_000;

/** Connects, and makes the collections' indexes. Rejects when MongoDB is not there within its deadlines. */
export async function openDatabase(
  uri: string,
  name: string,
  indexDropped: IndexDropped = () => undefined,
): Promise<Database> {
  await makeIndexes(uri, name, indexDropped);
  const client = new MongoClient(uri, OPTIONS);
  try {
    await client.connect();
    const db = client.db(name);
    const collections = collectionsOf(db);
    return {
      collections,
      transaction: (work) => transact(client, work),
      ping: async (timeoutMs) => {
        const hello = await within(timeoutMs, db.command({ hello: 1 }));
        if (!hello.isWritablePrimary) throw new Error("MongoDB has no writable primary");
      },
      [Symbol.asyncDispose]: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Over connections of their own: an upgrade may bring an index over millions of records. */
async function makeIndexes(uri: string, name: string, dropped: IndexDropped): Promise<void> {
  const client = new MongoClient(uri, { ...OPTIONS, socketTimeoutMS: BUILD_WITHIN });
  try {
    await client.connect();
    const db = client.db(name);
    await Promise.all(
      Object.entries(INDEXES).map(([noun, wanted]) =>
        ensureIndexes(db, noun, { wanted, needless: SUPERSEDED[noun] ?? [] }, dropped),
      ),
    );
  } finally {
    await client.close();
  }
}

function collectionsOf(db: Db): Collections {
  return {
    dedupe_claims: db.collection("dedupe_claims"),
    changes: db.collection("changes"),
    simulations: db.collection("simulations"),
    simulation_windows: db.collection("simulation_windows"),
    leases: db.collection("leases"),
    throttles: db.collection("throttles"),
    teams: db.collection("teams"),
    api_keys: db.collection("api_keys"),
    settings: db.collection("settings"),
    idempotency_keys: db.collection("idempotency_keys"),
    audit_entries: db.collection("audit_entries"),
    sources: db.collection("sources"),
    destinations: db.collection("destinations"),
    connections: db.collection("connections"),
    requests: db.collection("requests"),
    events: db.collection("events"),
    attempts: db.collection("attempts"),
    bulk_operations: db.collection("bulk_operations"),
    bulk_items: db.collection("bulk_items"),
    transformations: db.collection("transformations"),
    transformation_versions: db.collection("transformation_versions"),
    executions: db.collection("executions"),
  };
}
