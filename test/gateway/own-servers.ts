import type { Stack, StackOptions } from "../../src/dev/stack.ts";
import { newFolder, type Folder } from "../dev/folder.ts";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, testSettings, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect } from "./scene.ts";

/** One server on a folder of its own, which can be stopped and started without the other. */
export interface OwnServer {
  folder: Folder;
  stack: Stack;
}

/** A gateway, a connection through it, and servers that a test may do to what it likes. */
export interface OwnServers extends AsyncDisposable {
  mongodb: OwnServer;
  temporal: OwnServer;
  gateway: TestGateway;
  receiver: Receiver;
  connection: Wire["connection"];
  /** Waits until each of the requests has one event, and that is delivered. */
  delivered: (requestIds: string[]) => Promise<void>;
}

const RECOVERS_WITHIN = 90_000;

/** Starts them all. */
export async function startOwnServers(mongod: Partial<StackOptions> = {}): Promise<OwnServers> {
  const [onMongodb, onTemporal] = await Promise.all([newFolder(), newFolder()]);
  const [one, two] = await Promise.all([
    onMongodb.start({ ...mongod, temporal: false }),
    onTemporal.start({ mongod: false }),
  ]);
  const receiver = await startReceiver();
  const { mongodb: database, temporal: queue } = testSettings();
  const gateway = await startTestGateway({
    mongodb: { ...database, uri: one.mongodbUri },
    temporal: { ...queue, address: two.temporalAddress, uiUrl: two.temporalUiUrl },
    reconcileAfter: 3000,
    // What fails here is meant to.
    logLevel: "silent",
  });
  const servers = {
    mongodb: { folder: onMongodb, stack: one },
    temporal: { folder: onTemporal, stack: two },
  };
  const events = gateway.database.collection<{ request_id: string; status: string }>("events");
  return {
    ...servers,
    gateway,
    receiver,
    connection: await connect(gateway.api, receiver.url),
    async delivered(requestIds) {
      const all = async () => {
        const found = await events.find({ request_id: { $in: requestIds } }).toArray();
        return found.length === requestIds.length && found.every((it) => it.status === "delivered");
      };
      await eventually("all are delivered", all, RECOVERS_WITHIN);
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
      for (const { stack, folder } of [servers.temporal, servers.mongodb]) {
        await stack[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      }
    },
  };
}
