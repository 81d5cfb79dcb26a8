import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Fault, isReset } from "./classify.ts";
import type { Guard } from "./guard.ts";

/** Resolves a host name to all its addresses; rejects where there are none. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

/** One end to connect to. */
export interface Target {
  /** A name or an IP address, without brackets. */
  hostname: string;
  port: number;
  secure: boolean;
  /** The name to ask for in TLS, where it is not the host's. */
  servername: string | null;
}

/** How far a connection got, for whoever has to say what it was waiting for. */
export interface Progress {
  phase: "looking up the host" | "connecting" | "negotiating TLS" | "connected";
  remoteAddress: string | null;
}

/** Opens a TCP or TLS connection; rejects with a Fault or the socket's error. Aborting the signal destroys it. */
export type Connector = (target: Target, progress: Progress, signal: AbortSignal) => Promise<Socket>;

/** How long one of several addresses is tried before the next one, in milliseconds (RFC 8305 section 5 has 250). */
const NEXT_ADDRESS_AFTER = 1000;

/** Whom to ask for addresses, and whom to trust. */
export interface ConnectorOptions {
  guard: Guard;
  lookup?: Lookup;
  /** Certificates (PEM) to trust in place of the system's. */
  ca?: string;
}

/**
 * Connections to permitted addresses only. The address is judged three times: a literal before it is used, the
 * answers of the lookup, which are then pinned so that a second lookup can't differ, and what the socket says that
 * it reached.
 */
export function createConnector({ guard, lookup = lookupAll, ca }: ConnectorOptions): Connector {
  const resolve = shareLookups(lookup);

  async function permittedAddresses(hostname: string): Promise<LookupAddress[]> {
    const family = isIP(hostname);
    const answers = family ? [{ address: hostname, family }] : await resolve(hostname);
    const permitted = answers.filter(({ address }) => guard.blockedReason(address) === null);
    const [refused] = answers;
    if (!refused) throw new Fault("DNS_LOOKUP_FAILED", `The host ${hostname} has no address`);
    if (permitted.length === 0) throw blocked(refused.address, guard);
    return permitted;
  }

  return async ({ hostname, port, secure, servername }, progress, signal) => {
    progress.phase = "looking up the host";
    const addresses = await permittedAddresses(hostname);
    signal.throwIfAborted();
    progress.phase = "connecting";
    const options = {
      host: hostname,
      port,
      lookup: pinned(addresses),
      noDelay: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
    };
    const name = isIP(hostname) ? undefined : hostname.replace(/\.$/, "");
    const socket = secure
      ? connectTls({ ...options, ca, servername: servername ?? name, ALPNProtocols: ["http/1.1"] })
      : connectTcp(options);
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    return opened(socket, secure, guard, progress);
  };
}

function opened(socket: Socket, secure: boolean, guard: Guard, progress: Progress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const succeed = () => {
      progress.phase = "connected";
      resolve(socket);
    };
    socket.once("connect", () => {
      const address = socket.remoteAddress;
      // A peer that is gone again has no address.
      if (address === undefined) return void socket.destroy();
      progress.remoteAddress = address;
      progress.phase = "negotiating TLS";
      if (guard.blockedReason(address) !== null) socket.destroy(blocked(address, guard));
      else if (!secure) succeed();
    });
    if (secure) socket.once("secureConnect", succeed);
    // Stays: an error that comes before the next owner listens must not end the process.
    socket.on("error", (error) => {
      const inTls =
        secure && progress.phase === "negotiating TLS" && !(error instanceof Fault) && !isReset(error);
      reject(inTls ? new Fault("TLS_ERROR", tlsMessage(error)) : error);
    });
    socket.once("close", () =>
      reject(new Fault("CONNECTION_RESET", "The connection was closed while it was opened")),
    );
  });
}

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** A lookup holds one of the few threads of libuv for as long as it hangs: one for a name at a time, then. */
function shareLookups(lookup: Lookup): Lookup {
  const running = new Map<string, Promise<LookupAddress[]>>();
  return (hostname) => {
    const shared = running.get(hostname);
    if (shared) return shared;
    const started = lookup(hostname)
      .catch((error: NodeJS.ErrnoException) => {
        const code = error.code ? ` (${error.code})` : "";
        throw new Fault("DNS_LOOKUP_FAILED", `The host ${hostname} was not found${code}`);
      })
      .finally(() => running.delete(hostname));
    running.set(hostname, started);
    return started;
  };
}

const pinned =
  (addresses: LookupAddress[]): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  };

function blocked(address: string, guard: Guard): Fault {
  const reason = guard.blockedReason(address);
  return new Fault(
    "BLOCKED_ADDRESS",
    `${address} is ${reason}, which FASTHOOK_ALLOWED_SUBNETS does not permit`,
  );
}

/** OpenSSL's errors carry a readable `reason` beside a message full of source positions. */
function tlsMessage(error: Error): string {
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
  return `The TLS handshake failed: ${reason}`;
}
