import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP server on the loopback address for what no HTTP server would do. */
export interface RawServer extends AsyncDisposable {
  url: string;
  port: number;
  /** How many connections were accepted so far. */
  connections: () => number;
}

/** `converse` gets each connection with its number, from 0 on. */
export async function startRawServer(converse: (socket: Socket, index: number) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    converse(socket, accepted++);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: () => accepted,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A server that says the same bytes to every request, and then does `then` with the connection. */
export function startSayingServer(
  bytes: string,
  then: (socket: Socket) => void = () => {},
): Promise<RawServer> {
  return startRawServer((socket) => {
    socket.on("data", () => {
      socket.write(Buffer.from(bytes, "latin1"), () => then(socket));
    });
  });
}
