import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";

let gateway: TestGateway;
let receiver: Receiver;
let temporal: Connection;
let client: Client;

beforeAll(async () => {
  receiver = await startReceiver({
    answer: (request) => ({ status: request.target === "/gone" ? 410 : 200 }),
  });
  gateway = await startTestGateway();
  temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  client = new Client({ connection: temporal });
});
afterAll(async () => {
  await temporal.close();
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const found = async (query: string) => {
  const ids: string[] = [];
  for await (const workflow of client.workflow.list({ query })) ids.push(workflow.workflowId);
  return ids;
};

test.each([
  ["delivered", "", "COMPLETED"],
  ["failed", "/gone", "RUNNING"],
])(
  "the workflow of an event that is %s bears its ids and status, and is found by them",
  async (status, suffix, run) => {
    const connection = await connect(gateway.api, receiver.url);
    const event = await settledEvent(gateway.api, await submit(connection.source, { suffix }));
    expect(event).toMatchObject({ status, lane: "workflow" });
    const { uiUrl, namespace } = gateway.settings.temporal;
    expect(event.temporal_url).toBe(`${uiUrl}/namespaces/${namespace}/workflows/${event.workflow_id}`);

    const standing = await eventually("the workflow stands as it should", async () => {
      const { status, searchAttributes } = await client.workflow.getHandle(event.workflow_id!).describe();
      const arrived = String(searchAttributes.FastHookStatus) === event.status;
      return status.name === run && arrived && searchAttributes;
    });
    expect(standing).toMatchObject({
      FastHookTeam: [gateway.settings.team.id],
      FastHookSource: [connection.source_id],
      FastHookConnection: [connection.id],
      FastHookDestination: [connection.destination_id],
      FastHookStatus: [status],
    });

    const query = `FastHookStatus="${status}" AND FastHookDestination="${connection.destination_id}"`;
    const ids = await eventually("it is found", async () => {
      const all = await found(query);
      return all.length > 0 && all;
    });
    expect(ids).toEqual([event.workflow_id]);
  },
);

test("a workflow's page is what temporal_url opens", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const event = await settledEvent(gateway.api, await submit(connection.source));
  const page = await fetch(event.temporal_url!);
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    expect.stringContaining("text/html") as string,
  ]);
  const { uiUrl, namespace } = gateway.settings.temporal;
  const inUi = await fetch(`${uiUrl}/api/v1/namespaces/${namespace}/workflows/${event.workflow_id}`);
  expect(inUi.status).toBe(200);
});

test("a workflow's history holds ids, and nothing of the payload or of a secret", async () => {
  const destination = { auth: { type: "bearer", token: "token-in-no-history" } };
  const connection = await connect(gateway.api, receiver.url, { destination });
  const event = await settledEvent(
    gateway.api,
    await submit(connection.source, { body: "body-in-no-history" }),
  );
  const history = await client.workflow.getHandle(event.workflow_id!).fetchHistory();
  const payloads = JSON.stringify(history, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
  expect(payloads).toContain(event.id);
  for (const secret of ["body-in-no-history", "token-in-no-history", "whsec_"]) {
    expect(payloads).not.toContain(secret);
  }
});

test("an ignored event has no workflow", async () => {
  const rules = [{ type: "filter", body: { never: true } }];
  const connection: Wire["connection"] = await connect(gateway.api, receiver.url, { rules });
  const event = await settledEvent(gateway.api, await submit(connection.source, { body: "{}" }));
  expect(event).toMatchObject({ status: "ignored", workflow_id: null, temporal_url: null });
  await expect(client.workflow.getHandle(event.id).describe()).rejects.toThrow(/not found/i);
});
