import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLink, type Link } from "../../loss-hunt/link.ts";

let echo: ReturnType<typeof createServer>;
let link: Link;
const sockets: Socket[] = [];
beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  link = await openLink((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await link[Symbol.asyncDispose]();
  echo.close();
});

async function open(): Promise<Socket> {
  const socket = connect({ port: link.port, host: "127.0.0.1" });
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

/** What comes back for a text. */
async function echoed(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, "data")) as [Buffer];
  return answer.toString();
}

/** How a socket ends: the error's code, or that it was closed. */
function end(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once("close", () => resolve("closed"));
  });
}

test("a link passes what is sent, in both directions", async () => {
  expect(await echoed(await open(), "there and back")).toBe("there and back");
});

test("a link that is cut resets its connections and each new one; mended, it passes again", async () => {
  const socket = await open();
  await echoed(socket, "1");
  const ended = end(socket);
  link.cut();
  expect(await ended).toBe("ECONNRESET");
  const refused = connect({ port: link.port, host: "127.0.0.1" });
  sockets.push(refused);
  expect(await end(refused)).toBe("ECONNRESET");
  link.mend();
  expect(await echoed(await open(), "2")).toBe("2");
});

test("a link that is slow delivers all, in order, and no sooner than its lag both ways", async () => {
  const socket = await open();
  await echoed(socket, "1");
  link.slow(60);
  const begun = performance.now();
  expect(await echoed(socket, "2")).toBe("2");
  // A timer may fire a millisecond before its time.
  expect(performance.now() - begun).toBeGreaterThan(115);
});
