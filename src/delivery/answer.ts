import type { Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { HeaderLines } from "../resources/wire.ts";

/** How much of an answer's body is kept, in bytes, after its content coding is undone. */
export const BODY_LIMIT = 65_536;
/** How much of a body is read so that its connection can be used again; a longer one costs the connection. */
const DRAIN_LIMIT = 1_048_576;
/** What is kept of the bytes on the wire: gzip and its kin make incompressible data a little longer. */
const WIRE_LIMIT = BODY_LIMIT + 1024;
const MAX_CODINGS = 3;

/** An answer while it comes in. */
export interface Answer {
  /** Null until the head of the final answer was read: 1xx don't count. */
  status: number | null;
  headerLines: HeaderLines;
  /** Whether the body's last byte was read. */
  complete: boolean;
  /** Takes in what was received; false when that is enough, and the rest is not worth its reading. */
  take: (chunk: Buffer) => boolean;
  /** More than is kept was received: how the body ends has no influence any more. */
  isOverlong: () => boolean;
  /** The body's start as text: content codings undone, invalid UTF-8 replaced. `truncated` if it is not all. */
  text: () => Promise<{ text: string; truncated: boolean }>;
}

/** The record of one answer, empty; the connection fills it in. */
export function createAnswer(): Answer {
  const chunks: Buffer[] = [];
  let kept = 0;
  let received = 0;

  const answer: Answer = {
    status: null,
    headerLines: [],
    complete: false,
    take(chunk) {
      received += chunk.length;
      const part = chunk.subarray(0, WIRE_LIMIT - kept);
      kept += part.length;
      if (part.length > 0) chunks.push(part);
      return received <= DRAIN_LIMIT;
    },
    isOverlong: () => received > BODY_LIMIT,
    async text() {
      const body = await decoded(Buffer.concat(chunks), contentCodings(answer.headerLines));
      const truncated = !answer.complete || received > kept || body.length > BODY_LIMIT;
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      // As a stream, a character that the limit cut in two is left out rather than replaced.
      return { text: decoder.decode(body.subarray(0, BODY_LIMIT), { stream: truncated }), truncated };
    },
  };
  return answer;
}

function contentCodings(lines: HeaderLines): string[] {
  return lines
    .filter(([name]) => name.toLowerCase() === "content-encoding")
    .flatMap(([, value]) => value.toLowerCase().split(","))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/** Undoes the codings, the last applied first. What can't be undone stays as it is. */
async function decoded(bytes: Buffer, codings: string[]): Promise<Buffer> {
  let body = bytes;
  for (const coding of codings.slice(-MAX_CODINGS).reverse()) {
    const decoder = body.length > 0 ? createDecoder(coding, body) : null;
    if (!decoder) return body;
    body = (await firstBytes(decoder, body)) ?? body;
  }
  return body;
}

/** A cut input is no error to these: what came is decoded as far as it goes. */
function createDecoder(coding: string, body: Buffer): Transform | null {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip(options);
    case "deflate":
      // Meant is zlib's format (RFC 9110 section 8.4.1.2), but some send the bare one.
      return ((body[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
    case "br":
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}

/** What the decoder makes of `input`, stopped soon after the limit, so that a bomb unpacks no further; null if nothing. */
function firstBytes(decoder: Transform, input: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => resolve(size > 0 ? Buffer.concat(chunks) : null);
    decoder.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_LIMIT) decoder.destroy();
    });
    decoder.on("error", finish).on("end", finish).on("close", finish);
    decoder.end(input);
  });
}
