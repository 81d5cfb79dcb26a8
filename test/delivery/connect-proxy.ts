import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { parseEgressProxy, type EgressProxy } from "../../src/delivery/egress-proxy.ts";

/** An HTTP proxy on the loopback address that knows CONNECT alone, and every name as this machine. */
export interface ConnectProxy extends AsyncDisposable {
  url: (credentials?: string) => string;
  settings: (credentials?: string) => EgressProxy;
  /** What it was asked to connect to, host and port. */
  asked: string[];
  /** The credentials that it was shown, null where there were none. */
  credentials: (string | null)[];
}

/** `status` in place of a connection, where it is not 200. */
export async function startConnectProxy({ status = 200 } = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const credentials: (string | null)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => socket.destroy())));
  server.on("connect", (incoming, client: Socket) => {
    const target = incoming.url ?? "";
    asked.push(target);
    credentials.push(incoming.headers["proxy-authorization"] ?? null);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} Said so\r\ncontent-length: 0\r\n\r\n`);
    const upstream = connect({ host: "127.0.0.1", port: Number(target.split(":").at(-1)) }, () => {
      client.write("HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    sockets.add(upstream.on("error", () => client.destroy()));
    client.on("close", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = (user = "") => `http://${user && `${user}@`}127.0.0.1:${port}`;
  return {
    url,
    settings: (user) => parseEgressProxy(url(user))!,
    asked,
    credentials,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
