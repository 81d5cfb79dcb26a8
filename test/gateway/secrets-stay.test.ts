import { createHmac, randomBytes } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRoutes } from "../../src/api/api.ts";
import { startGateway, type Gateway } from "../../src/gateway.ts";
import { createLoggerTo } from "../../src/telemetry/log.ts";
import { installRuntime } from "../../src/temporal/runtime.ts";
import { createApiClient, type ApiClient, type Wire } from "../support/api.ts";
import { testSettings } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import type { MadeKey } from "./keys.ts";
import { save, transform } from "./programs.ts";
import { connect, connectAlso, settled, submit } from "./scene.ts";
import { leaksIn, writingsOf } from "./secret-writings.ts";
import { send } from "./send.ts";

const newSecret = () => `s+/${randomBytes(15).toString("base64url")}%`;
const newSigningSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const NAMED = [
  ...["hmac", "basic source", "API key source", "query source", "preset", "preset before", "verify token"],
  ...[
    "bearer",
    "basic",
    "header",
    "query",
    "custom header",
    "client",
    "granted token",
    "cookie",
    "environment",
  ],
] as const;
const secrets: Record<string, string> = {
  ...Object.fromEntries(NAMED.map((name) => [name, newSecret()])),
  "granted token": randomBytes(20).toString("base64url"),
  cookie: randomBytes(20).toString("base64url"),
  signing: newSigningSecret(),
};

/** A second attempt, with what the first one left. */
const ONCE_MORE = { type: "retry", strategy: "linear", interval: 100, count: 1 };
const settings = { ...testSettings(), logLevel: "debug" };
const logged: string[] = [];
const made: string[] = [];
const refused: string[] = [];
let gateway: Gateway;
let api: ApiClient;
let receiver: Receiver;
let ids: Record<string, string>;

beforeAll(async () => {
  const log = createLoggerTo({ write: (line) => logged.push(line) }, "debug");
  installRuntime(log);
  receiver = await startReceiver({ answer: tellingAll });
  gateway = await startGateway(settings, log);
  api = createApiClient(gateway.url, settings.team.id!, settings.team.apiKey!);
  secrets["team's key"] = settings.team.apiKey!;
  secrets["secret key"] = settings.secretKey;
  ids = await populate();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await withDatabase((database) => database.dropDatabase());
});

/** A destination, and a token endpoint, that repeats in its answer all that it was sent. */
function tellingAll({ target, headerLines }: { target: string; headerLines: [string, string][] }) {
  const headers = { "set-cookie": `session=${secrets.cookie}; HttpOnly`, "x-echo": encodeURI(target) };
  if (target === "/token")
    return { headers, body: JSON.stringify({ access_token: secrets["granted token"] }) };
  if (target === "/no-token") {
    const error_description = `the secret ${secrets.client} is wrong`;
    return { status: 400, headers, body: JSON.stringify({ error: "invalid_client", error_description }) };
  }
  const body = JSON.stringify({ target, headerLines });
  return { status: target.startsWith("/fail") ? 400 : 200, headers, body };
}

const oauth2 = (token_url: string) => ({
  type: "oauth2_client_credentials",
  token_url,
  client_id: "client",
  client_secret: secrets.client,
});

function auths(): object[] {
  return [
    { type: "bearer", token: secrets.bearer },
    { type: "basic", username: "user", password: secrets.basic },
    { type: "api_key", header: "x-key", value: secrets.header },
    { type: "api_key", query: "key", value: secrets.query },
    { type: "custom_headers", headers: { "x-own": secrets["custom header"] } },
    oauth2(`${receiver.url}/token`),
    oauth2(`${receiver.url}/no-token`),
    oauth2("http://127.0.0.1:9/token"),
  ];
}

async function withDatabase<R>(work: (database: ReturnType<MongoClient["db"]>) => Promise<R>): Promise<R> {
  const client = await MongoClient.connect(settings.mongodb.uri);
  try {
    return await work(client.db(settings.mongodb.database));
  } finally {
    await client.close();
  }
}

/** One of each secret, in use: deliveries to every kind of destination, that succeed and that fail. */
async function populate(): Promise<Record<string, string>> {
  const env = { TOKEN: { value: secrets.environment, secret: true } };
  const measuring = "request.headers['x-size'] = String(context.env.TOKEN.length); return request";
  const transformation = await save(api, measuring, { env });
  const verification = { type: "api_key", header: "x-source-key", value: secrets["API key source"] };
  const rules = [transform(transformation)];
  const first = await connect(api, `${receiver.url}/ok`, {
    source: { verification },
    rules,
    destination: { signing: { type: "standard_webhooks", secret: secrets.signing } },
  });
  await api.ok("POST", `/destinations/${first.destination_id}/rotate_secret`, {});
  const current = await api.ok<{ secret: string }>(
    "GET",
    `/destinations/${first.destination_id}/signing_secret`,
  );
  secrets["rotated signing"] = current.secret;
  for (const auth of auths()) {
    for (const url of [`${receiver.url}/ok`, `${receiver.url}/fail`, "http://127.0.0.1:9/"]) {
      await connectAlso(api, first, url, { rules: [ONCE_MORE], destination: { auth } });
    }
  }
  const throwing = await save(api, "throw new Error('refused ' + context.env.TOKEN)", { env });
  await connectAlso(api, first, `${receiver.url}/ok`, { rules: [transform(throwing)] });
  const key = await makeWithIdempotency();
  await refuseSome();
  await sendToOtherSources();
  const requestId = await submit(first.source, {
    body: "{}",
    headers: [["x-source-key", secrets["API key source"]!]],
  });
  const events = await settled(api, requestId);
  const failed = events.filter(({ cause }) => cause === "TRANSFORMATION_FAILED");
  expect(failed.map((it) => it.cause_detail?.error)).toEqual(["refused ********"]);
  const event = events.find(({ attempts_count }) => attempts_count > 0);
  const simulation = await api.ok<Wire["simulation"]>("POST", `/connections/${first.id}/simulate`, {
    rules: [transform(throwing)],
    ids: [requestId],
  });
  expect(simulation.samples[0]?.after.detail).toMatchObject({ error: "refused ********" });
  const attempts = await api.ok<{ models: Wire["attempt"][] }>("GET", `/events/${event!.id}/attempts`);
  return {
    sources: first.source_id,
    destinations: event!.destination_id,
    connections: first.id,
    transformations: transformation.id,
    requests: requestId,
    events: event!.id,
    attempts: attempts.models[0]!.id,
    api_keys: key.id,
  };
}

/** Answers that are kept, for the same call to be answered again, hold what is shown once. */
async function makeWithIdempotency(): Promise<MadeKey> {
  const keys = { "idempotency-key": randomBytes(8).toString("hex") };
  const key = await api.call<MadeKey>("POST", "/api_keys", { name: "kept", scopes: ["read"] }, keys);
  secrets["made key"] = key.body.key;
  const body = { name: "kept", url: "http://127.0.0.1:9/" };
  const again = { "idempotency-key": randomBytes(8).toString("hex") };
  const destination = await api.call<Wire["destination"]>("POST", "/destinations", body, again);
  secrets["made signing"] = destination.body.signing.secret;
  made.push(key.body.key, destination.body.signing.secret);
  return key.body;
}

/** Calls whose input is at fault, and holds secrets. */
async function refuseSome(): Promise<void> {
  const bodies = auths().map((auth) => ({ name: "refused", url: "http://10.0.0.1/", auth }));
  for (const body of [...bodies, { ...bodies[0], timeout_ms: "soon" }, { ...bodies[0], unknown: 1 }]) {
    const answer = await api.call("POST", "/destinations", body);
    expect(answer.status).toBe(422);
    refused.push(JSON.stringify(answer.body));
  }
}

async function sendToOtherSources(): Promise<void> {
  const basic = `user:${secrets["basic source"]}`;
  const signed = createHmac("sha256", secrets.hmac!).update("{}").digest("hex");
  const sources: [verification: object, suffix: string, headers: [string, string][]][] = [
    [{ type: "hmac", header: "x-signature", secret: secrets.hmac }, "", [["x-signature", signed]]],
    [
      { type: "basic_auth", username: "user", password: secrets["basic source"] },
      "",
      [["authorization", `Basic ${Buffer.from(basic).toString("base64")}`]],
    ],
    [
      { type: "api_key", query: "key", value: secrets["query source"] },
      `?key=${encodeURIComponent(secrets["query source"]!)}`,
      [],
    ],
    [{ type: "github", secret: secrets.preset, previous_secret: secrets["preset before"] }, "", []],
    [{ type: "meta", secret: secrets.preset, verify_token: secrets["verify token"] }, "", []],
  ];
  for (const [verification, suffix, headers] of sources) {
    const { source } = await connect(api, `${receiver.url}/ok`, { source: { verification } });
    const answer = await send(source.url, { body: "{}", suffix, headers });
    expect(answer.status).toBe(headers.length > 0 || suffix ? 200 : 401);
    // What is refused is kept too.
    await send(source.url, { body: "{}", suffix: `${suffix}&more=1`, headers: [...headers, ...headers] });
  }
}

const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything });
const reads = apiRoutes(anything as Parameters<typeof apiRoutes>[0])
  // The one that shows secrets: it is for that, and asks for the scope `admin`.
  .filter(({ method, path }) => method === "get" && !path.endsWith("/signing_secret"))
  .map(({ path }) => path);

describe("no secret, whatever was delivered, refused or repeated by a destination, stands", () => {
  test("in a text that would not be found", () => {
    for (const [name, secret] of Object.entries(secrets)) {
      const hidden = Buffer.from(`x:${secret}:y`).toString("base64");
      expect(leaksIn(hidden, { [name]: secret })).toEqual([name]);
      expect(writingsOf(secret).every((writing) => writing.length >= 12)).toBe(true);
    }
    expect(leaksIn(JSON.stringify(receiver.requests), secrets)).toContain("bearer");
  });

  test("in an answer to a GET, or to a call that was refused", async () => {
    expect(reads.length).toBeGreaterThan(20);
    const paths = reads.map((path) =>
      path.replace(/(\w+)\/:\w+/g, (_, noun: string) => `${noun}/${ids[noun] ?? "none"}`),
    );
    const lists = ["attempts", "requests", "destinations", "audit_log"].map((it) => `/${it}?limit=100`);
    const answers = await Promise.all([...paths, ...lists].map((path) => api.call("GET", path)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
    const leaks = answers.flatMap(({ body }, i) =>
      leaksIn(JSON.stringify(body), secrets).map((name) => `${[...paths, ...lists][i]}: ${name}`),
    );
    expect(leaks).toEqual([]);
    expect(refused.flatMap((body) => leaksIn(body, secrets))).toEqual([]);
  });

  test("in the metrics or in the log, at level debug", async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain("fasthook_attempts_total");
    expect(logged.length).toBeGreaterThan(0);
    expect(leaksIn(metrics, secrets)).toEqual([]);
    expect(leaksIn(logged.join(""), secrets)).toEqual([]);
  });

  test("in Temporal's histories", async () => {
    const connection = await Connection.connect({ address: settings.temporal.address });
    try {
      const { workflow } = new Client({ connection, namespace: settings.temporal.namespace });
      const events = await api.ok<{ models: Wire["event"][] }>("GET", "/events?limit=100");
      expect(events.models.length).toBeGreaterThan(20);
      const histories = await Promise.all(
        events.models.map((event) => workflow.getHandle(event.id).fetchHistory()),
      );
      const texts = histories.map((history) => textOf(history));
      expect(leaksIn(texts[0]!, { team: settings.team.id! })).toEqual(["team"]);
      expect(texts.flatMap((text) => leaksIn(text, secrets))).toEqual([]);
    } finally {
      await connection.close();
    }
  });

  test("in MongoDB", async () => {
    const dump = await withDatabase(async (database) => {
      const names = (await database.collections()).map((it) => it.collectionName);
      expect(names).toEqual(
        expect.arrayContaining(["destinations", "attempts", "idempotency_keys", "sources"]),
      );
      const documents = await Promise.all(names.map((name) => database.collection(name).find().toArray()));
      return names.map((name, i) => [name, documents[i]] as const);
    });
    const leaks = dump.flatMap(([name, documents]) =>
      leaksIn(textOf(documents), secrets).map((secret) => `${name}: ${secret}`),
    );
    expect(leaks).toEqual([]);
    expect(made).toHaveLength(2);
  });
});

/** Any value as text, its bytes read as text too. */
function textOf(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, shown: unknown) {
    const own = this[key];
    const bytes = own instanceof Uint8Array ? own : ((own as { buffer?: unknown } | null)?.buffer ?? null);
    return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("latin1") : shown;
  });
}
