import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BODY_LIMIT, createAnswer } from "../../src/delivery/answer.ts";
import type { HttpClient } from "../../src/delivery/client.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { createLocalClient, request } from "./examples.ts";
import { startRawServer } from "./raw-server.ts";

const MIB = 1024 * 1024;
let receiver: Receiver;
let client: HttpClient;
beforeAll(async () => {
  receiver = await startReceiver();
  client = createLocalClient();
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

function answered(body: Buffer | string, encoding?: string) {
  receiver.answer({ body, headers: encoding === undefined ? {} : { "content-encoding": encoding } });
  return client.send(request(receiver.url), { destinationId: "des_1", timeoutMs: 10_000 });
}

describe("a body", () => {
  test("of 64 KiB is kept whole, and of one byte more is flagged as cut", async () => {
    const whole = await answered("a".repeat(BODY_LIMIT));
    expect(whole).toMatchObject({ response_body: "a".repeat(BODY_LIMIT), response_body_truncated: false });
    const longer = await answered("a".repeat(BODY_LIMIT + 1));
    expect(longer).toMatchObject({
      response_body: "a".repeat(BODY_LIMIT),
      response_body_truncated: true,
      error_code: null,
    });
  });

  test("that is cut within a character ends before it", async () => {
    const { response_body } = await answered("a".repeat(BODY_LIMIT - 1) + "é".repeat(10));
    expect(response_body).toBe("a".repeat(BODY_LIMIT - 1));
  });

  test("of invalid UTF-8 has those bytes replaced", async () => {
    const result = await answered(Buffer.from([0x61, 0xff, 0x62]));
    expect(result).toMatchObject({ response_body: "a\ufffdb", response_body_truncated: false });
  });

  test("over 64 KiB is drained, so that the connection is used again", async () => {
    await using fresh = await startReceiver({ answer: { body: "a".repeat(BODY_LIMIT * 2) } });
    for (const _ of [1, 2])
      await client.send(request(fresh.url), { destinationId: "des_1", timeoutMs: 10_000 });
    expect(fresh.connections()).toBe(1);
  });

  test("without an end is delivered, and read no further than to a bound", async () => {
    let written = 0;
    await using endless = await startRawServer((socket) => {
      const chunk = "10000\r\n" + "a".repeat(65_536) + "\r\n";
      const fill = () => {
        while (!socket.destroyed && socket.write(chunk)) written += chunk.length;
      };
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        socket.on("drain", fill);
        fill();
      });
    });
    const result = await client.send(request(endless.url), { destinationId: "des_1", timeoutMs: 10_000 });
    expect(result).toMatchObject({ response_status: 200, error_code: null, response_body_truncated: true });
    expect(written).toBeLessThan(64 * MIB);
  });

  test("over 64 KiB that stops halfway is delivered", async () => {
    await using stalling = await startReceiver({
      answer: { respond: (response) => void response.writeHead(200).write("a".repeat(BODY_LIMIT * 2)) },
    });
    const result = await client.send(request(stalling.url), { destinationId: "des_1", timeoutMs: 300 });
    expect(result).toMatchObject({ response_status: 200, error_code: null, response_body_truncated: true });
  });
});

describe("a content coding", () => {
  test.each([
    ["gzip", gzipSync("héllo")],
    ["x-gzip", gzipSync("héllo")],
    ["GZIP", gzipSync("héllo")],
    ["deflate", deflateSync("héllo")],
    ["deflate", deflateRawSync("héllo")],
    ["br", brotliCompressSync("héllo")],
    ["gzip, br", brotliCompressSync(gzipSync("héllo"))],
    ["identity", Buffer.from("héllo")],
  ])("%s is undone", async (encoding, body) => {
    expect(await answered(body, encoding)).toMatchObject({
      response_body: "héllo",
      response_body_truncated: false,
    });
  });

  test.each(["gzip", "br", "deflate", "unheard-of"])(
    "%s that can't be undone leaves the body as it came",
    async (it) => {
      expect(await answered("héllo", it)).toMatchObject({ response_body: "héllo", error_code: null });
    },
  );

  test("that is a bomb is unpacked to 64 KiB only", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MIB, "a"));
    const result = await answered(bomb, "gzip");
    expect(result).toMatchObject({ response_body: "a".repeat(BODY_LIMIT), response_body_truncated: true });
  });

  test("that is a bomb in a bomb is unpacked to 64 KiB only", async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(64 * MIB)));
    const result = await answered(bomb, "gzip, gzip");
    expect(result.response_body?.length).toBe(BODY_LIMIT);
    expect(result.response_body_truncated).toBe(true);
  });

  test("over incompressible 64 KiB is kept whole", async () => {
    const text = randomBytes(BODY_LIMIT / 2).toString("hex");
    expect(await answered(gzipSync(text, { level: 0 }), "gzip")).toMatchObject({
      response_body: text,
      response_body_truncated: false,
    });
  });

  test("over a body that was cut gives what came", async () => {
    const answer = createAnswer();
    const text = randomBytes(1000).toString("hex");
    const packed = gzipSync(text);
    answer.headerLines = [["content-encoding", "gzip"]];
    answer.take(packed.subarray(0, packed.length / 2));
    const read = await answer.text();
    expect(read.truncated).toBe(true);
    expect(read.text.length).toBeGreaterThan(100);
    expect(text.startsWith(read.text)).toBe(true);
  });
});
