import { afterAll, beforeAll, expect, test } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { connect, settledEvent, submit } from "./scene.ts";

const HOUR = 3_600_000;

let receiver: Receiver;
let gateway: TestGateway;

beforeAll(async () => {
  receiver = await startReceiver({ answer: ({ target }) => ({ status: target === "/fails" ? 500 : 200 }) });
  gateway = await startTestGateway();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

type Status = Wire["event"]["status"];
const put = (path: string) => gateway.api.ok("PUT", path);
const reaches = (requestId: string, status: Status) =>
  eventually(`the event of ${requestId} is ${status}`, async () => {
    const list = await gateway.api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events`);
    return list.models[0]?.status === status && list.models[0];
  });

/** Every change was told to the events that wait, and every event that was told of one has looked. */
const allTold = () =>
  eventually("all changes are told", async () => {
    const [changes, events] = ["changes", "events"].map((it) => gateway.database.collection(it));
    const told = { outbox: { $exists: true } };
    return (await changes!.countDocuments()) + (await events!.countDocuments(told)) === 0;
  });

const RETRIES = { rules: [{ type: "retry", strategy: "linear", interval: HOUR, count: 3 }] };
const DELAYS = { rules: [{ type: "delay", delay: HOUR }] };

/** Three kinds of events that wait: for unpausing, for a retry and for a delay. */
const WAITING: [string, object, boolean, Status][] = [
  ["held", {}, true, "held"],
  ["between two attempts", RETRIES, false, "processing"],
  ["waiting for its delay", DELAYS, false, "queued"],
];

async function waitingEvent(scene: object, pause: boolean, status: Status) {
  const connection = await connect(gateway.api, receiver.url, scene);
  if (pause) await put(`/connections/${connection.id}/pause`);
  const request = await submit(connection.source, { suffix: "/fails" });
  await reaches(request, status);
  return { connection, request };
}

test.each(WAITING)(
  "an event that is %s is ignored when its connection is disabled, and stays so when that is enabled again",
  async (_, scene, pause, status) => {
    const { connection, request } = await waitingEvent(scene, pause, status);
    await put(`/connections/${connection.id}/disable`);
    const ignored = await settledEvent(gateway.api, request);
    expect(ignored).toMatchObject({
      status: "ignored",
      cause: "CONNECTION_DISABLED",
      attempts_count: status === "processing" ? 1 : 0,
      next_attempt_at: null,
    });
    const noted = await eventually("its request tells so", async () => {
      const seen = await gateway.api.ok<Wire["request"]>("GET", `/requests/${request}`);
      return seen.ignored_count > 0 && seen;
    });
    const told = { event_id: ignored.id, outcome: "ignored", cause: "CONNECTION_DISABLED" };
    expect(noted).toMatchObject({ ignored_count: 1, routing: [told] });
    await put(`/connections/${connection.id}/enable`);
    if (pause) await put(`/connections/${connection.id}/unpause`);
    await allTold();
    expect(await settledEvent(gateway.api, request)).toEqual(ignored);
  },
);

test.each(WAITING)(
  "an event that is %s is ignored when its connection is deleted",
  async (_, scene, pause, status) => {
    const { connection, request } = await waitingEvent(scene, pause, status);
    await gateway.api.ok("DELETE", `/connections/${connection.id}`);
    const ignored = await settledEvent(gateway.api, request);
    expect(ignored).toMatchObject({ status: "ignored", cause: "CONNECTION_DISABLED" });
  },
);

test.each(WAITING.slice(1))(
  "an event that is %s is ignored when its destination is disabled, and stays so when that is enabled again",
  async (_, scene, pause, status) => {
    const { connection, request } = await waitingEvent(scene, pause, status);
    await put(`/destinations/${connection.destination_id}/disable`);
    const ignored = await settledEvent(gateway.api, request);
    expect(ignored).toMatchObject({ status: "ignored", cause: "DESTINATION_DISABLED" });
    await put(`/destinations/${connection.destination_id}/enable`);
    await allTold();
    expect(await settledEvent(gateway.api, request)).toEqual(ignored);
  },
);

test("a held event is ignored once it is released to a destination that is disabled", async () => {
  const { connection, request } = await waitingEvent({}, true, "held");
  await put(`/destinations/${connection.destination_id}/disable`);
  await put(`/connections/${connection.id}/unpause`);
  expect(await settledEvent(gateway.api, request)).toMatchObject({
    status: "ignored",
    cause: "DESTINATION_DISABLED",
    attempts_count: 0,
  });
});
