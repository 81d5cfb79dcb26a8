import type { IncomingMessage } from "node:http";

/** A body's bytes, or only its size where it is over the limit. */
export type ReceivedBody = { bytes: Buffer } | { bytes: null; size: number };

/** The client went away before its body was complete. */
export class ClientGone extends Error {}
/** The client did not send its body in time. */
export class BodyTooSlow extends Error {}
/** The bodies under way are as many bytes as this process may hold. */
export class TooMuchUnderWay extends Error {}

/** How much is read, of one call and of all together in bytes, and for how many milliseconds. */
export interface IntakeLimits {
  maxBodyBytes: number;
  maxBytesUnderWay: number;
  bodyWithin: number;
}

/** Reads bodies, and counts the bytes that are held of all of them. */
export interface Intake {
  /**
   * Reads a body, and holds its bytes until `use` is done with it. Beyond the limit nothing more of it is kept, and its
   * size is what was declared, or else what had come so far. Rejects with ClientGone, BodyTooSlow or TooMuchUnderWay.
   */
  read: <T>(request: IncomingMessage, use: (body: ReceivedBody) => Promise<T>) => Promise<T>;
}

/** What came counts, not what was declared: a client that sends nothing holds nothing. */
export function createIntake(limits: IntakeLimits): Intake {
  let underWay = 0;

  return {
    async read(request, use) {
      let held = 0;
      const hold = (bytes: number): boolean => {
        if (underWay + bytes > limits.maxBytesUnderWay) return false;
        underWay += bytes;
        held += bytes;
        return true;
      };
      try {
        return await use(await readBytes(request, limits, hold));
      } finally {
        underWay -= held;
      }
    },
  };
}

function readBytes(
  request: IncomingMessage,
  { maxBodyBytes, bodyWithin }: IntakeLimits,
  hold: (bytes: number) => boolean,
): Promise<ReceivedBody> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBodyBytes) return Promise.resolve({ bytes: null, size: declared });
  const gone = () => new ClientGone("the request ended early");
  return new Promise<ReceivedBody>((resolve, reject) => {
    // It may have gone while its source was looked up: then it tells nothing more.
    if (request.destroyed && !request.complete) return reject(gone());
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    const timer = setTimeout(
      () => end(() => reject(new BodyTooSlow("the body did not come in time"))),
      bodyWithin,
    );
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      request.removeListener("data", take);
      settle();
      chunks.length = 0;
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) return end(() => resolve({ bytes: null, size }));
      if (!hold(chunk.length)) return end(() => reject(new TooMuchUnderWay("too many bytes are under way")));
      chunks.push(chunk);
    };
    request.on("data", take);
    request.on("end", () => end(() => resolve({ bytes: Buffer.concat(chunks, size) })));
    request.on("error", () => end(() => reject(gone())));
    request.on("close", () => end(() => reject(gone())));
  });
}
