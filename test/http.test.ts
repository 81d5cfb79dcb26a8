import { connect } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen, type Listener } from "../src/http.ts";

let listener: Listener;
let calls = 0;
beforeAll(async () => {
  const app = express().use((request, response) => {
    calls++;
    // As ingress does, it answers once the body is there.
    request.resume().once("end", () => void response.send("taken"));
  });
  const patience = { headersWithin: 200, requestWithin: 400, lookEvery: 50 };
  listener = await listen(app, "127.0.0.1", 0, patience);
});
afterAll(() => listener[Symbol.asyncDispose]());

/** Says the start of a call, then a byte at a time for as long as the connection stands: all that comes back. */
async function trickle(start: string): Promise<string> {
  const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(start);
  const timer = setInterval(() => socket.write("x"), 20);
  try {
    return await text(socket);
  } finally {
    clearInterval(timer);
  }
}

test("a client that sends its headers a byte at a time is cut off with 408, and never was a call", async () => {
  const before = calls;
  expect(await trickle("POST /in/token HTTP/1.1\r\nhost: h\r\nx-slow: ")).toMatch(/^HTTP\/1\.1 408 /);
  expect(calls).toBe(before);
});

test("a client that sends nothing but the start of its request line is cut off with 408", async () => {
  expect(await trickle("POST /")).toMatch(/^HTTP\/1\.1 408 /);
});

test("a client that sends its body a byte at a time is cut off with 408 when its time is up", async () => {
  const head = "POST /in/token HTTP/1.1\r\nhost: h\r\ncontent-length: 1000000\r\n\r\n";
  expect(await trickle(head)).toMatch(/^HTTP\/1\.1 408 /);
});

test("a client that is quick enough is answered on the same terms", async () => {
  const answer = await fetch(listener.url, { method: "POST", body: "x" });
  expect([answer.status, await answer.text()]).toEqual([200, "taken"]);
});
