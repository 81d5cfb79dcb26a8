import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type ReceivedRequest, type Receiver } from "../support/receiver.ts";
import { connect } from "./scene.ts";
import { send } from "./send.ts";

type Secrets = { secret: string; earlier?: { secret: string; valid_until: string }[] };

let gateway: TestGateway;
let receiver: Receiver;

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const secretsOf = (id: string) => gateway.api.ok<Secrets>("GET", `/destinations/${id}/signing_secret`);
const rotate = (id: string, body: object = {}) =>
  gateway.api.ok<Wire["destination"]>("POST", `/destinations/${id}/rotate_secret`, body);

async function delivered(connection: Wire["connection"]): Promise<ReceivedRequest> {
  const before = receiver.requests.length;
  await send(connection.source.url, { body: '{"a":1}' });
  return (await receiver.waitFor(before + 1))[before]!;
}

function verifies({ body, header }: ReceivedRequest, secret: string): boolean {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const headers = Object.fromEntries(names.map((name) => [name, header(name) ?? ""]));
  try {
    new Webhook(secret).verify(body.toString(), headers);
    return true;
  } catch {
    return false;
  }
}

test("a rotated secret: deliveries verify with the new and, for the overlap, with the old one", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const { id } = connection.destination;
  const old = (await secretsOf(id)).secret;
  const before = Date.now();
  const rotated = await rotate(id, { overlap_ms: 60_000 });
  const { secret, earlier } = await secretsOf(id);
  expect(rotated.signing.secret).toBe(secret);
  expect(secret).not.toBe(old);
  expect(earlier?.map((it) => it.secret)).toEqual([old]);
  const left = Date.parse(earlier![0]!.valid_until) - before;
  expect(left).toBeGreaterThanOrEqual(60_000);
  const delivery = await delivered(connection);
  expect(delivery.header("webhook-signature")?.split(" ")).toHaveLength(2);
  expect([verifies(delivery, secret), verifies(delivery, old)]).toEqual([true, true]);
});

test("without an overlap the old secret ends at once", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const { id } = connection.destination;
  const old = (await secretsOf(id)).secret;
  await rotate(id, { overlap_ms: 0 });
  const { secret, earlier } = await secretsOf(id);
  const delivery = await delivered(connection);
  expect([earlier, verifies(delivery, secret), verifies(delivery, old)]).toEqual([undefined, true, false]);
});

test("without an overlap the secrets of earlier rotations end too", async () => {
  const { destination_id: id } = await connect(gateway.api, receiver.url);
  await rotate(id);
  await rotate(id, { overlap_ms: 0 });
  expect((await secretsOf(id)).earlier).toBeUndefined();
});

test("rotated again within the overlap, all three secrets are valid; the fifth time is 409", async () => {
  const connection = await connect(gateway.api, receiver.url);
  const { id } = connection.destination;
  const secrets = [(await secretsOf(id)).secret];
  for (let i = 0; i < 2; i++) secrets.push((await rotate(id)).signing.secret);
  const delivery = await delivered(connection);
  expect(secrets.map((secret) => verifies(delivery, secret))).toEqual([true, true, true]);
  for (let i = 0; i < 2; i++) await rotate(id);
  const refused = await gateway.api.call<Problem>("POST", `/destinations/${id}/rotate_secret`);
  expect([refused.status, refused.body.code]).toEqual([409, "CONFLICT"]);
});

test("the earlier secrets are sealed at rest, and no other answer shows them", async () => {
  const { destination_id: id } = await connect(gateway.api, receiver.url);
  const old = (await secretsOf(id)).secret;
  await rotate(id);
  await gateway.api.ok("PATCH", `/destinations/${id}`, { description: "changed since" });
  const stored = JSON.stringify(await gateway.database.collection("destinations").find().toArray());
  expect(stored).not.toContain(old);
  const read = await gateway.api.ok<Wire["destination"]>("GET", `/destinations/${id}`);
  expect(Object.keys(read)).not.toContain("earlier_signing_secrets");
  expect((await secretsOf(id)).earlier?.map((it) => it.secret)).toEqual([old]);
});

test.each([[-1], [1.5], ["1h"], [31 * 86_400_000]])("an overlap of %j is 422", async (overlap_ms) => {
  const { destination_id: id } = await connect(gateway.api, receiver.url);
  const path = `/destinations/${id}/rotate_secret`;
  const { status, body } = await gateway.api.call<Problem>("POST", path, { overlap_ms });
  expect([status, body.errors?.map((it) => it.path)]).toEqual([422, ["overlap_ms"]]);
});
