import { Agent, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen, type Listener } from "../src/http.ts";
import { eventually } from "./support/eventually.ts";

const ANYWHERE = { host: "127.0.0.1", port: 0, maxBodyBytes: 1000 };

let listener: Listener;
let calls = 0;
beforeAll(async () => {
  const app = express().use((call, response) => {
    calls++;
    // As ingress does, it answers once the body is there.
    call.resume().once("end", () => void response.send("taken"));
  });
  const patience = { headersWithin: 200, requestWithin: 400, lookEvery: 50 };
  listener = await listen(app, { ...ANYWHERE, patience });
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

test("a client that asks before it sends is told to go on, but not with a body that is too large", async () => {
  const ask = async (length: number, body: string) => {
    const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
    const head = ["POST / HTTP/1.1", "host: h", "expect: 100-continue", "connection: close"];
    socket.write([...head, `content-length: ${length}`, "", body].join("\r\n"));
    return text(socket);
  };
  expect(await ask(1, "x")).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  // Nobody answers here before the body is there, as ingress does.
  expect(await ask(1001, "")).toMatch(/^HTTP\/1\.1 408 /);
});

test("clients that keep their connections are answered once more when the server stops, and told to leave", async () => {
  const held: (() => void)[] = [];
  const app = express().use("/held", (_call, response) => void held.push(() => response.send("taken")));
  const own = await listen(
    app.use((_call, response) => void response.send("taken")),
    ANYWHERE,
  );
  const agent = new Agent({ keepAlive: true });
  const call = (path: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      const sent = request(own.url + path, { agent }, (answer) => {
        answer.resume().once("end", () => resolve(answer.headers.connection));
      });
      sent.once("error", reject).end();
    });
  const underWay = call("/held");
  await eventually("it is under way", () => held.length === 1);
  expect(await call("/")).toBe("keep-alive");

  const stopped = own[Symbol.asyncDispose]();
  expect(await call("/")).toBe("close");
  held.forEach((answer) => answer());
  expect(await underWay).toBe("close");
  await stopped;
  agent.destroy();
});
