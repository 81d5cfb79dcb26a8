import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { inject } from "vitest";
import { newId } from "../../src/ids.ts";
import { DestinationInput } from "../../src/resources/destination.ts";
import type {
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  RequestDocument,
} from "../../src/store/documents.ts";
import { openStore, type Store } from "../../src/store/store.ts";

/** A store on the run's MongoDB, with a database of its own. */
export interface TestStore extends AsyncDisposable {
  store: Store;
  database: ReturnType<MongoClient["db"]>;
  /** An enabled connection from a source to a destination of its own. */
  connect: (changes?: Partial<ConnectionDocument>) => Promise<ConnectionDocument>;
  /** A stored request of a connection's source that is still to be routed. */
  receive: (connection: ConnectionDocument, changes?: Partial<RequestDocument>) => Promise<RequestDocument>;
  eventsOf: (connection: ConnectionDocument) => Promise<EventDocument[]>;
}

const TEAM = "tm_test";
const DAY = 86_400_000;

export async function openTestStore(): Promise<TestStore> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const uri = inject("mongodbUri");
  const store = await openStore({ uri, database: name, secretKey: randomBytes(32).toString("base64") });
  const client = await MongoClient.connect(uri);
  const database = client.db(name);
  return {
    store,
    database,
    async connect(changes = {}) {
      const at = new Date();
      const base = { team_id: TEAM, created_at: at, updated_at: at, disabled_at: null };
      const destination: DestinationDocument = {
        ...DestinationInput.parse({ name: newId("destination", at), url: "http://127.0.0.1:9" }),
        ...base,
        _id: newId("destination", at),
        signing: { type: "standard_webhooks", secret: "whsec_c2VjcmV0" },
      };
      await store.destinations.insert(destination);
      const connection: ConnectionDocument = {
        ...base,
        _id: newId("connection", at),
        name: null,
        description: null,
        rules: [],
        first_attempt: "workflow",
        enabled: true,
        source_id: newId("source", at),
        destination_id: destination._id,
        paused_at: null,
        ...changes,
      };
      await store.connections.insert(connection);
      return connection;
    },
    async receive({ source_id }, changes = {}) {
      const at = changes.received_at ?? new Date();
      const request: RequestDocument = { ...requestAt(at), source_id, ...changes };
      await store.requests.insert(request);
      return request;
    },
    eventsOf: ({ _id }) =>
      database.collection<EventDocument>("events").find({ connection_id: _id }).sort({ _id: 1 }).toArray(),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await database.dropDatabase();
      await client.close();
    },
  };
}

/** A request as ingress stores it, with the JSON body `{"id":1}`. */
export function requestAt(at: Date): RequestDocument {
  const body = Buffer.from('{"id":1}');
  return {
    _id: newId("request", at),
    team_id: TEAM,
    source_id: "src_1",
    status: "accepted",
    rejection_cause: null,
    method: "POST",
    path: "",
    query: "",
    header_lines: [["content-type", "application/json"]],
    content_type: "application/json",
    body,
    body_size: body.length,
    received_at: at,
    verified: null,
    client_ip: "127.0.0.1",
    events_count: 0,
    ignored_count: 0,
    routing: [],
    replays_count: 0,
    created_at: at,
    updated_at: at,
    expires_at: new Date(at.getTime() + DAY),
    outbox: { due: at, lease: null },
  };
}
