import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile, rename, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { z } from "zod";

/** Below the ranges that Linux and macOS take for outgoing connections: none of those can sit on a kept port. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

const Kept = z.record(z.string(), z.int().min(1).max(65_535));

/**
 * A port on 127.0.0.1 for each name, the same ones as at the last start as far as they are free; `file` remembers
 * them.
 */
export async function keptPorts<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const kept = await readKept(file);
  const ports: Record<string, number> = {};
  for (const name of names) {
    const before = kept[name];
    ports[name] =
      before && (await isFree(before)) ? before : await freePort(Object.values({ ...kept, ...ports }));
  }
  await writeFile(`${file}.new`, JSON.stringify({ ...kept, ...ports }, null, 2));
  await rename(`${file}.new`, file);
  return ports;
}

/** The ports of the last start, by name; none where there was no start. */
export async function readKept(file: string): Promise<Record<string, number>> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
}

async function freePort(taken: number[]): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port found on 127.0.0.1 between ${LOWEST} and ${HIGHEST}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Whether something accepts connections on this port of 127.0.0.1. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1" });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
