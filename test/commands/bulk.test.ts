import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { begin, jsonOf, runToEnd } from "./cli.ts";

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver({ answer: { status: 500 } });
  connection = await connect(gateway.api, receiver.url);
  for (let sent = 0; sent < 3; sent++) {
    await settledEvent(gateway.api, await submit(connection.source));
  }
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const WITHIN = { timeout: 20_000 };
/** As an engineer does it, and as if the minute were over in which the gateway looks at it. */
async function terminate({ id }: Wire["bulk"]): Promise<void> {
  const temporal = await Connection.connect({ address: gateway.settings.temporal.address });
  await new Client({ connection: temporal }).workflow.getHandle(id).terminate();
  await temporal.close();
  await gateway.database
    .collection<{ _id: string }>("bulk_operations")
    .updateOne({ _id: id }, { $set: { outbox: { due: new Date(), lease: null } } });
}

const failed = () => gateway.api.ok<List<Wire["event"]>>("GET", "/events?status=failed");
const retryFailed = (...options: string[]) =>
  runToEnd(gateway, [
    "bulk",
    "retry",
    "--status",
    "failed",
    "--destination",
    connection.destination.name,
    "--yes",
    ...options,
  ]);

test("bulk retry --dry-run counts what matches, and sends nothing", async () => {
  const { code, stdout } = await retryFailed("--dry-run");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "3 events: 3 failed would be retried\n" });
  expect(receiver.requests).toHaveLength(3);
});

test("bulk retry where nobody can be asked ends with 2 without --yes, and sends nothing", async () => {
  const { code, stderr } = await runToEnd(gateway, ["bulk", "retry", "--status", "failed"]);
  expect(code).toBe(2);
  expect(stderr).toContain("3 events: 3 failed");
  expect(stderr).toContain("needs --yes");
  expect(receiver.requests).toHaveLength(3);
});

test("bulk retry without a filter ends with 2", async () => {
  expect(await runToEnd(gateway, ["bulk", "retry"])).toMatchObject({ code: 2 });
});

test("bulk retry of requests, filtered by what only events have, ends with 2 and names it", async () => {
  const { code, stderr } = await runToEnd(gateway, [
    "bulk",
    "retry",
    "--requests",
    "--error-code",
    "TIMEOUT",
  ]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "fasthook: error_code: requests can't be filtered by it\n",
  });
});

test("bulk retry that finds more failures than allowed ends with 5 and says why", async () => {
  const { code, stderr } = await retryFailed("--max-failures", "0");
  expect(code).toBe(5);
  expect(stderr).toContain("the bulk operation ended as failed (TOO_MANY_FAILURES)");
});

test("bulk retry, interrupted, leaves the operation running and says how to go on; cancel ends it", async () => {
  await using command = begin(gateway, ["bulk", "retry", "--status", "failed", "--rate", "0.01", "--yes"]);
  const running = () => jsonOf<{ models: Wire["bulk"][] }>(gateway, ["bulk", "list", "--status", "running"]);
  await expect.poll(running, WITHIN).toMatchObject({ models: [{ type: "events_retry" }] });
  const [operation] = (await running()).models;
  command.signal("SIGINT");
  expect(await command.ended).toBe(130);
  expect(command.stderr()).toContain(`fasthook bulk follow ${operation!.id}`);
  for (const [verb, status] of [
    ["pause", "paused"],
    ["resume", "running"],
    ["cancel", "cancelled"],
  ] as const) {
    expect(await jsonOf(gateway, ["bulk", verb, operation!.id])).toMatchObject({ status });
  }
  const followed = await runToEnd(gateway, ["bulk", "follow", operation!.id]);
  expect(followed).toMatchObject({ code: 5, stderr: expect.stringContaining("cancelled") as string });
});

test("bulk follow of an operation whose workflow is terminated ends with 5, and says so", async () => {
  const paced = ["bulk", "retry", "--status", "failed", "--rate", "0.01", "--yes", "--detach"];
  const operation = await jsonOf<Wire["bulk"]>(gateway, paced);
  const path = `/events/bulk_operations/${operation.id}`;
  await expect.poll(() => gateway.api.ok("GET", path), WITHIN).toMatchObject({ status: "running" });
  await using following = begin(gateway, ["bulk", "follow", operation.id]);
  await terminate(operation);
  expect(await following.ended).toBe(5);
  expect(following.stderr()).toContain(
    "ended as failed (WORKFLOW_TERMINATED): its workflow was terminated in Temporal",
  );
});

test("bulk follow outlives a gateway that goes away and comes back, and says so", async () => {
  const state = {
    id: "bulk_1",
    total_count: 1,
    done_count: 0,
    failed_count: 0,
    in_flight_count: 1,
    progress: 0,
  };
  let status = "running";
  const answer = (_: unknown, response: ServerResponse) =>
    response.end(JSON.stringify({ ...state, delivered_count: 0, skipped_count: 0, cause: null, status }));
  const server = createServer(answer).listen(0, "127.0.0.1");
  await using _closing = { [Symbol.asyncDispose]: async () => void server.close() };
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const env = { FASTHOOK_URL: `http://127.0.0.1:${port}` };
  let followed = 0;
  let isAway = false;
  server.on("request", () => void followed++);
  server.on("connection", (socket) => void (isAway && socket.destroy()));
  await using command = begin(gateway, ["bulk", "follow", "bulk_1"], env);
  await expect.poll(() => followed, WITHIN).toBeGreaterThan(2);
  isAway = true;
  server.closeAllConnections();
  await command.printed(/; trying again for a minute\n/);
  status = "completed";
  isAway = false;
  expect(await command.ended).toBe(0);
  expect(command.stderr()).toContain("connected again");
  expect(command.stdout()).toContain("bulk_1 completed");
});

test("bulk retry that completes while some fail once more ends with 5, and says how many", async () => {
  const { code, stderr } = await retryFailed("--rate", "100");
  expect(code).toBe(5);
  expect(stderr).toContain("3 of 3 ended failed");
});

test("bulk retry of all that failed waits until they are delivered, and ends with 0", async () => {
  receiver.answer({ status: 200 });
  const { code, stdout } = await retryFailed("--rate", "100", "--output", "json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: "completed", total_count: 3, delivered_count: 3 });
  expect((await failed()).count).toBe(0);
});

test("bulk retry of nothing ends with 0 at once", async () => {
  expect(await retryFailed()).toMatchObject({ code: 0, stdout: "" });
});

test("bulk get of an operation on requests finds it, and an unknown one ends with 3", async () => {
  const made = await jsonOf<Wire["bulk"]>(gateway, [
    ...["bulk", "retry", "--requests", "--source", connection.source.name, "--detach", "--yes"],
  ]);
  expect(await jsonOf(gateway, ["bulk", "get", made.id])).toMatchObject({
    id: made.id,
    type: "requests_retry",
  });
  expect(await runToEnd(gateway, ["bulk", "get", "bulk_0"])).toMatchObject({ code: 3 });
});
