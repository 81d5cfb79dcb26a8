import type { HeaderFields } from "../wire.ts";

/** A body as it was received or sent. */
export interface RawBody {
  size: number;
  /**
   * Without its content encoding; null where the bytes are no text, packed in a way that browsers don't undo, or
   * unpack to more than 2 MiB.
   */
  text: string | null;
  /** Whether the text in UTF-8 is the bytes themselves, so that it can be sent in their place. */
  exact: boolean;
}

/** What browsers undo; they refuse what else a header names. */
type Packing = "deflate" | "deflate-raw" | "gzip";

/** A few bytes can unpack to gigabytes: so many are shown without having been asked for. */
const MOST_UNPACKED = 2 * 1024 * 1024;

/** Reads bytes as their headers say (RFC 9110, content-encoding and charset). */
export async function readRaw(bytes: Uint8Array<ArrayBuffer>, headers: HeaderFields): Promise<RawBody> {
  const size = bytes.byteLength;
  const encoding = lastOf(headers["content-encoding"]).toLowerCase() || "identity";
  const charset = /charset="?([\w-]+)/i.exec(lastOf(headers["content-type"]))?.[1] ?? "utf-8";
  try {
    const plain = encoding === "identity" ? bytes : await unpacked(bytes, encoding);
    const text = new TextDecoder(charset, { fatal: true }).decode(plain);
    const isText = !text.includes("\0");
    return { size, text: isText ? text : null, exact: isText && plain === bytes && sameBytes(text, bytes) };
  } catch {
    return { size, text: null, exact: false };
  }
}

const lastOf = (field: string | string[] | undefined): string => [field ?? ""].flat().at(-1) ?? "";

async function unpacked(bytes: Uint8Array<ArrayBuffer>, encoding: string): Promise<Uint8Array> {
  const format = encoding === "x-gzip" ? "gzip" : encoding;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format as Packing));
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    if ((size += value.byteLength) > MOST_UNPACKED) throw new RangeError("too much to be shown");
    parts.push(value);
  }
}

/** Whether decoding has left nothing out, such as a byte order mark, and read nothing as another charset's. */
function sameBytes(text: string, bytes: Uint8Array): boolean {
  const encoded = new TextEncoder().encode(text);
  return encoded.byteLength === bytes.byteLength && encoded.every((byte, at) => byte === bytes[at]);
}
