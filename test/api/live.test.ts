import { once } from "node:events";
import { createServer, request, type ClientRequest } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import express from "express";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../src/api/caller.ts";
import { createLive, type Live } from "../../src/api/live.ts";
import { eventually } from "../support/eventually.ts";

const CALLER: Caller = { teamId: "tm_1", keyId: "key_1", keyName: "k", keyExpiresAt: null, scopes: ["read"] };

let live: Live;
let server: ReturnType<typeof createServer>;
/** Lets the calls in, one after the other, whose keys are being looked up. */
let lookUps: ((caller: Caller) => void)[];
let following: number;

beforeEach(async () => {
  lookUps = [];
  following = 0;
  const followRecords = () => {
    following++;
    return { live: () => true, [Symbol.asyncDispose]: () => Promise.resolve(void following--) };
  };
  live = createLive({
    store: { followRecords } as unknown as Parameters<typeof createLive>[0]["store"],
    authenticate: () => new Promise((resolve) => lookUps.push(resolve)),
    temporalUrl: () => null,
  });
  server = createServer(express().use(live.router)).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  await live[Symbol.asyncDispose]();
  server.close();
});

/** A call that got as far as the look-up of its key, and its socket at the server. */
async function begin(): Promise<{ call: ClientRequest; socket: Socket }> {
  const before = lookUps.length;
  const { port } = server.address() as AddressInfo;
  const connected = once(server, "connection") as Promise<[Socket]>;
  const call = request({ port, host: "127.0.0.1", path: "/events/stream", agent: false });
  call.on("error", () => undefined).end();
  const [socket] = await connected;
  await eventually("its key is looked up", () => lookUps.length > before);
  return { call, socket };
}

test("a client that is gone before its key was found leaves no stream behind", async () => {
  const gone = await begin();
  const closed = once(gone.socket, "close");
  gone.call.destroy();
  await closed;
  const stays = await begin();
  for (const admit of lookUps) admit(CALLER);
  await once(stays.call, "response");
  expect(following).toBe(1);
  stays.call.destroy();
  await eventually("nothing is followed any more", () => following === 0);
});
