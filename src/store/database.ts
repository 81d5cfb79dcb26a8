import { MongoClient, type ClientSession, type Collection, type Db, type IndexDescription } from "mongodb";
import type { ChangeDocument } from "./changes.ts";
import type { ThrottleDocument } from "./throttles.ts";
import type { ClaimDocument } from "./dedupe-claims.ts";
import type {
  ApiKeyDocument,
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  ExecutionDocument,
  RequestDocument,
  SourceDocument,
  TeamDocument,
  TransformationDocument,
  TransformationVersionDocument,
} from "./documents.ts";

const unique = { unique: true };
const waiting = { partialFilterExpression: { "outbox.due": { $exists: true } } };
/** An event that is not final is never removed, however old. */
const finalExpiry: IndexDescription = {
  key: { expires_at: 1 },
  expireAfterSeconds: 0,
  partialFilterExpression: { status: { $in: ["delivered", "failed", "ignored", "cancelled"] } },
};
const open = { partialFilterExpression: { status: { $in: ["queued", "held", "processing"] } } };
const placed = { partialFilterExpression: { slot_at: { $type: "date" } } };
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

const INDEXES: Record<keyof Collections, IndexDescription[]> = {
  dedupe_claims: [expiry],
  changes: [{ key: { "outbox.due": 1 } }],
  throttles: [],
  teams: [],
  api_keys: [{ key: { digest: 1 }, ...unique }, newest()],
  sources: [{ key: { token: 1 }, ...unique }, teamName, newest()],
  destinations: [teamName, newest()],
  connections: [teamName, newest(), { key: { source_id: 1 } }, { key: { destination_id: 1 } }],
  requests: [
    newest(),
    newest("source_id"),
    newest("status"),
    { key: { "outbox.due": 1 }, ...waiting },
    expiry,
  ],
  events: [
    newest(),
    newest("request_id"),
    newest("connection_id"),
    newest("destination_id"),
    newest("source_id"),
    newest("status"),
    { key: { connection_id: 1, status: 1, _id: 1 }, ...open },
    { key: { destination_id: 1, status: 1, _id: 1 }, ...open },
    { key: { destination_id: 1, _id: 1 }, ...placed },
    { key: { status: 1, expires_at: 1 }, ...open },
    { key: { "outbox.due": 1 }, ...waiting },
    finalExpiry,
  ],
  transformations: [teamName, newest()],
  transformation_versions: [newest("transformation_id")],
  executions: [newest("transformation_id"), newest("event_id"), expiry],
  attempts: [
    { key: { event_id: 1, attempt_number: 1 }, ...unique },
    newest(),
    newest("destination_id"),
    expiry,
  ],
};

/** Every collection, under the name that it has in MongoDB. */
export interface Collections {
  dedupe_claims: Collection<ClaimDocument>;
  changes: Collection<ChangeDocument>;
  throttles: Collection<ThrottleDocument>;
  teams: Collection<TeamDocument>;
  api_keys: Collection<ApiKeyDocument>;
  sources: Collection<SourceDocument>;
  destinations: Collection<DestinationDocument>;
  connections: Collection<ConnectionDocument>;
  requests: Collection<RequestDocument>;
  events: Collection<EventDocument>;
  attempts: Collection<AttemptDocument>;
  transformations: Collection<TransformationDocument>;
  transformation_versions: Collection<TransformationVersionDocument>;
  executions: Collection<ExecutionDocument>;
}

/** What is read and written with it counts all together, or not at all. */
export type Transaction = ClientSession;

/** The database and its collections; every write is journalled by a majority before it counts. */
export interface Database extends AsyncDisposable {
  collections: Collections;
  /** Runs `work` in one transaction; it may run more than once. */
  transaction: <R>(work: (session: Transaction) => Promise<R>) => Promise<R>;
  /** Rejects when MongoDB does not answer as a writable primary within `timeoutMs`. */
  ping: (timeoutMs: number) => Promise<void>;
}

/** Connects, and makes the collections' indexes. Rejects when MongoDB is not there within its deadlines. */
export async function openDatabase(uri: string, name: string): Promise<Database> {
  const client = new MongoClient(uri, {
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
  });
  try {
    await client.connect();
    const db = client.db(name);
    const collections = collectionsOf(db);
    await Promise.all(Object.entries(INDEXES).map(([noun, indexes]) => ensureIndexes(db, noun, indexes)));
    return {
      collections,
      transaction: (work) => client.withSession((session) => session.withTransaction(() => work(session))),
      ping: async (timeoutMs) => {
        const hello = await db.command({ hello: 1 }, { timeoutMS: timeoutMs });
        if (!hello.isWritablePrimary) throw new Error("MongoDB has no writable primary");
      },
      [Symbol.asyncDispose]: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function collectionsOf(db: Db): Collections {
  return {
    dedupe_claims: db.collection("dedupe_claims"),
    changes: db.collection("changes"),
    throttles: db.collection("throttles"),
    teams: db.collection("teams"),
    api_keys: db.collection("api_keys"),
    sources: db.collection("sources"),
    destinations: db.collection("destinations"),
    connections: db.collection("connections"),
    requests: db.collection("requests"),
    events: db.collection("events"),
    attempts: db.collection("attempts"),
    transformations: db.collection("transformations"),
    transformation_versions: db.collection("transformation_versions"),
    executions: db.collection("executions"),
  };
}

async function ensureIndexes(db: Db, noun: string, indexes: IndexDescription[]): Promise<void> {
  if (indexes.length > 0) await db.collection(noun).createIndexes(indexes);
  // A transaction can't create a collection that another one creates at the same time, so it must exist.
  else await db.createCollection(noun).catch(() => undefined);
}
