import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A TCP connection's way through us, which can be cut and slowed. */
export interface Link extends AsyncDisposable {
  port: number;
  /** Resets every connection, and each new one. */
  cut: () => void;
  /** Holds each piece of data back for so many milliseconds, in both directions. */
  slow: (milliseconds: number) => void;
  /** Lets all through again. */
  mend: () => void;
}

/** Opens a port on 127.0.0.1 that leads to another one. */
export async function openLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let lag = 0;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  }

  const delayed = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (lag === 0) done(null, chunk);
        else setTimeout(() => done(null, chunk), lag);
      },
    });

  const server = createServer({ noDelay: true }, (near) => {
    keep(near);
    if (isCut) return void near.resetAndDestroy();
    const far = connect({ port: target, host: "127.0.0.1" });
    keep(far);
    // Either end's close is the other's.
    for (const way of [pipeline(near, delayed(), far), pipeline(far, delayed(), near)]) {
      way.catch(() => {
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      reset();
    },
    slow: (milliseconds) => void (lag = milliseconds),
    mend() {
      isCut = false;
      lag = 0;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      reset();
      await closed;
    },
  };
}
