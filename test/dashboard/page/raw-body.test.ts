import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readRaw } from "../../../src/dashboard/page/records/raw-body.ts";

const bytesOf = (data: string | Uint8Array) => new Uint8Array(Buffer.from(data as string));

test("UTF-8 is its own text", async () => {
  const raw = await readRaw(bytesOf("größe"), { "content-type": "text/plain; charset=utf-8" });
  expect(raw).toEqual({ text: "größe", size: 7, exact: true });
});

test.each([
  ["gzip", gzipSync("größe")],
  ["deflate", deflateSync("größe")],
])("a body packed with %s is unpacked to be read, and not to be sent", async (encoding, bytes) => {
  const raw = await readRaw(bytesOf(bytes), { "content-encoding": encoding });
  expect(raw).toEqual({ text: "größe", size: bytes.byteLength, exact: false });
});

test("a body in another charset is read by it, and not to be sent as UTF-8", async () => {
  const raw = await readRaw(Uint8Array.of(0x67, 0xf6), { "content-type": "text/plain; charset=ISO-8859-1" });
  expect(raw).toEqual({ text: "gö", size: 2, exact: false });
});

test("a byte order mark is not shown, and not lost: the text is not the bytes", async () => {
  const raw = await readRaw(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), {});
  expect(raw).toEqual({ text: "1", size: 4, exact: false });
});

test("two kilobytes that unpack to more than 2 MiB are not unpacked to be shown", async () => {
  const bytes = bytesOf(gzipSync("0".repeat(2 * 1024 * 1024 + 1)));
  expect((await readRaw(bytes, { "content-encoding": "gzip" })).text).toBeNull();
});

test("a body in another charset is not to be sent as UTF-8, though both are of one length", async () => {
  const raw = await readRaw(Uint8Array.of(0xe9, 0), { "content-type": "text/plain; charset=utf-16le" });
  expect(raw).toEqual({ text: "é", size: 2, exact: false });
});

test.each([
  ["no UTF-8", Uint8Array.of(0xff, 0xfe, 0xfd), {}],
  ["zeros", Uint8Array.of(0x31, 0, 0x31), {}],
  ["packed with what browsers don't undo", bytesOf("x"), { "content-encoding": "br" }],
  ["packed, by its header alone", bytesOf("x"), { "content-encoding": "gzip" }],
  ["in a charset that nobody knows", bytesOf("x"), { "content-type": "text/plain; charset=nosuch" }],
])("bytes that are %s are no text", async (_are, bytes, headers) => {
  expect(await readRaw(bytes, headers as Record<string, string>)).toEqual({
    text: null,
    size: bytes.byteLength,
    exact: false,
  });
});
