import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, type List, type Problem, type Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { makeKey } from "./keys.ts";
import { connect, settledEvent, submit } from "./scene.ts";

interface Told {
  name: string;
  data: { models?: Wire["event"][]; gone?: string[] };
}

/** What a stream has told so far. */
interface Stream extends AsyncDisposable {
  told: Told[];
  /** Whether the gateway has ended it. */
  ended: () => boolean;
  /** The records told, each as it was told last. */
  latest: () => Map<string, Wire["event"]>;
}

let gateway: TestGateway;
let receiver: Receiver;
let connection: Wire["connection"];

beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await startReceiver();
  connection = await connect(gateway.api, receiver.url);
});
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

/** Listens from the moment on at which the gateway hears of changes. */
async function listen(path: string, apiKey = gateway.settings.team.apiKey): Promise<Stream> {
  const { id } = gateway.settings.team;
  const stop = new AbortController();
  const response = await fetch(`${gateway.url}/v1${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, "x-team-id": id! },
    signal: stop.signal,
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  const told: Told[] = [];
  let ended = false;
  const reading = read(response, told).then(
    () => void (ended = true),
    () => void (ended = true),
  );
  await eventually("changes are heard", () => told.some(({ name }) => name === "missed"));
  return {
    told,
    ended: () => ended,
    latest: () => new Map(told.flatMap(({ data }) => (data.models ?? []).map((it) => [it.id, it] as const))),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}

async function read(response: Awaited<ReturnType<typeof fetch>>, told: Told[]): Promise<void> {
  let rest = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).split("\n\n");
    rest = blocks.pop()!;
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (name && data) told.push({ name, data: JSON.parse(data) as Told["data"] });
    }
  }
}

const delivered = (id: string) => (stream: Stream) => stream.latest().get(id)?.status === "delivered";

describe("a live stream", () => {
  it("of events tells a new one as lists show it, up to its last change", async () => {
    await using stream = await listen("/events/stream");
    const { id } = await settledEvent(gateway.api, await submit(connection.source));
    await eventually("it is told as delivered", () => delivered(id)(stream));
    const { models } = await gateway.api.ok<List<Wire["event"]>>("GET", `/events?ids=${id}`);
    expect([...stream.latest().values()]).toEqual(models);
  });

  it("of requests tells a new one, and how it was routed", async () => {
    await using stream = await listen("/requests/stream");
    const id = await submit(connection.source, { body: "hello" });
    await eventually("its routing is told", () => {
      const request = stream.latest().get(id) as unknown as Wire["request"] | undefined;
      return request?.events_count === 1;
    });
  });

  it("tells what its filter lets through, and what has left it as gone", async () => {
    await gateway.api.ok("PUT", `/connections/${connection.id}/pause`);
    await using held = await listen("/events/stream?status=held");
    const requestId = await submit(connection.source);
    const id = await eventually("a held event is told", () => [...held.latest().keys()][0]);
    expect(held.latest().get(id)?.request_id).toBe(requestId);
    await gateway.api.ok("PUT", `/connections/${connection.id}/unpause`);
    await eventually("it is told as gone", () => held.told.some(({ data }) => data.gone?.includes(id)));
  });

  it("of one event hears of no other", async () => {
    const first = await settledEvent(gateway.api, await submit(connection.source));
    await using all = await listen("/events/stream");
    await using stream = await listen(`/events/stream?ids=${first.id}`);
    const second = await settledEvent(gateway.api, await submit(connection.source));
    await eventually("the other is told elsewhere", () => delivered(second.id)(all));
    await gateway.api.ok("POST", `/events/${first.id}/retry`);
    await eventually("the retry is told", () => stream.latest().get(first.id)?.attempts_count === 2);
    expect([...stream.latest().keys()]).toEqual([first.id]);
    expect(stream.told.flatMap(({ data }) => data.gone ?? [])).toEqual([]);
  });

  it("hears nothing of another team", async () => {
    const team = { id: "tm_overheard", apiKey: "key-of-the-overheard" };
    await gateway.restart({ team });
    const neighbour = createApiClient(gateway.url, team.id, team.apiKey);
    await using stream = await listen("/events/stream");
    const foreign = await connect(neighbour, receiver.url);
    await settledEvent(neighbour, await submit(foreign.source));
    connection = await connect(gateway.api, receiver.url);
    const own = await settledEvent(gateway.api, await submit(connection.source));
    await eventually("the own one is told", () => delivered(own.id)(stream));
    expect([...stream.latest().keys()]).toEqual([own.id]);
  });

  it.each([
    ["/events/stream?status=sent", "query.status"],
    ["/events/stream?limit=5", "query.limit"],
    ["/requests/stream?attempts_min=1", "query.attempts_min"],
  ])("as %s is refused, like a list: 422 at %s", async (path, field) => {
    const { status, body } = await gateway.api.call<Problem>("GET", path);
    expect([status, body.errors?.map((it) => it.path)]).toEqual([422, [field]]);
  });

  it("whose key was revoked tells nothing more, and ends", async () => {
    const { made } = await makeKey(gateway, ["read"]);
    await using all = await listen("/events/stream");
    await using stream = await listen("/events/stream", made.key);
    const before = await settledEvent(gateway.api, await submit(connection.source));
    await eventually("the event before is told", () => delivered(before.id)(stream));
    await gateway.api.ok("DELETE", `/api_keys/${made.id}`);
    const after = await settledEvent(gateway.api, await submit(connection.source));
    await eventually("it has ended", stream.ended);
    await eventually("the event after is told elsewhere", () => delivered(after.id)(all));
    expect([...stream.latest().keys()]).not.toContain(after.id);
  });

  it("without a key is refused", async () => {
    expect((await fetch(`${gateway.url}/v1/events/stream`)).status).toBe(401);
  });

  it("ends when the gateway stops, which does not wait for it", async () => {
    await using stream = await listen("/events/stream");
    const begun = gateway.restart();
    await eventually("it has ended", stream.ended);
    await begun;
  });
});
