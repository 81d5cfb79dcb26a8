import type { LookupAddress } from "node:dns";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Fault, isReset } from "./classify.ts";
import { openTunnel, type EgressProxy } from "./egress-proxy.ts";
import { refusalOf, type Guard } from "./guard.ts";
import type { Lookup } from "./resolve.ts";

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
  phase:
    "looking up the host" | "connecting" | "connecting to the egress proxy" | "negotiating TLS" | "connected";
  /** Null until it is reached, and behind a proxy, which alone knows it. */
  remoteAddress: string | null;
}

/** Opens a TCP or TLS connection; rejects with a Fault or the socket's error. Aborting the signal destroys it. */
export type Connector = (target: Target, progress: Progress, signal: AbortSignal) => Promise<Socket>;

/** How long one of several addresses is tried before the next one, in milliseconds (RFC 8305 section 5 has 250). */
const NEXT_ADDRESS_AFTER = 1000;

/** Whom to ask for addresses, whom to go through, and whom to trust. */
export interface ConnectorOptions {
  guard: Guard;
  resolve: Lookup;
  /** Null: connects by itself. */
  proxy: EgressProxy | null;
  /** Certificates (PEM) to trust in place of the system's. */
  ca?: string;
}

/**
 * Connections to permitted addresses only. The address is judged three times: a literal before it is used, the
 * answers of the lookup, which are then pinned so that a second lookup can't differ, and what the socket says that
 * it reached. Behind a proxy, which resolves the names anew, the last of these is the proxy's business.
 */
export function createConnector({ guard, resolve, proxy, ca }: ConnectorOptions): Connector {
  async function addressesOf(hostname: string): Promise<LookupAddress[]> {
    const refusal = guard.refusal(hostname);
    if (refusal !== null) throw new Fault("BLOCKED_ADDRESS", refusal);
    const family = isIP(hostname);
    return family ? [{ address: hostname, family }] : resolve(hostname);
  }

  async function openDirectly(target: Target, progress: Progress, signal: AbortSignal): Promise<Socket> {
    const addresses = permitted(await addressesOf(target.hostname), target.hostname, guard);
    signal.throwIfAborted();
    progress.phase = "connecting";
    const options = {
      host: target.hostname,
      port: target.port,
      lookup: pinned(addresses),
      noDelay: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
    };
    const socket = target.secure
      ? connectTls({ ...options, ...tlsOptions(target, ca) })
      : connectTcp(options);
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    socket.once("connect", () => {
      const address = socket.remoteAddress;
      // A peer that is gone again has no address.
      if (address === undefined) return void socket.destroy();
      progress.remoteAddress = address;
      if (guard.blockedReason(address) !== null) socket.destroy(blocked(address, guard));
    });
    return opened(socket, target.secure, progress);
  }

  async function openThrough(
    egress: EgressProxy,
    target: Target,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Socket> {
    // Of several addresses the proxy may choose any; of a name that resolves for it alone it must judge itself.
    const addresses = await addressesOf(target.hostname).catch(noneWhereUnknown);
    const refused = addresses.find(({ address }) => guard.blockedReason(address) !== null);
    if (refused) throw blocked(refused.address, guard);
    signal.throwIfAborted();
    progress.phase = "connecting to the egress proxy";
    const tunnel = await openTunnel(egress, target, signal);
    if (!target.secure) {
      progress.phase = "connected";
      return tunnel;
    }
    progress.phase = "negotiating TLS";
    return opened(connectTls({ socket: tunnel, ...tlsOptions(target, ca) }), true, progress);
  }

  return (target, progress, signal) => {
    progress.phase = "looking up the host";
    return proxy ? openThrough(proxy, target, progress, signal) : openDirectly(target, progress, signal);
  };
}

function tlsOptions({ hostname, servername }: Target, ca: string | undefined) {
  const name = isIP(hostname) ? undefined : hostname.replace(/\.$/, "");
  // Without a name the certificate would be checked against that of the local end.
  return { host: hostname, ca, servername: servername ?? name, ALPNProtocols: ["http/1.1"] };
}

function permitted(answers: LookupAddress[], hostname: string, guard: Guard): LookupAddress[] {
  const [first] = answers;
  if (!first) throw new Fault("DNS_LOOKUP_FAILED", `The host ${hostname} has no address`);
  const some = answers.filter(({ address }) => guard.blockedReason(address) === null);
  if (some.length === 0) throw blocked(first.address, guard);
  return some;
}

function noneWhereUnknown(error: unknown): LookupAddress[] {
  if (error instanceof Fault && error.errorCode === "DNS_LOOKUP_FAILED") return [];
  throw error;
}

function opened(socket: Socket, secure: boolean, progress: Progress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const succeed = () => {
      progress.phase = "connected";
      resolve(socket);
    };
    if (secure) {
      socket.once("connect", () => void (progress.phase = "negotiating TLS"));
      socket.once("secureConnect", succeed);
    } else {
      // The guard, which listens too, may have destroyed it just now.
      socket.once("connect", () => void (socket.destroyed || succeed()));
    }
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

const pinned =
  (addresses: LookupAddress[]): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  };

function blocked(address: string, guard: Guard): Fault {
  return new Fault("BLOCKED_ADDRESS", refusalOf(address, guard.blockedReason(address) ?? "blocked"));
}

/** OpenSSL's errors carry a readable `reason` beside a message full of source positions. */
function tlsMessage(error: Error): string {
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
  return `The TLS handshake failed: ${reason}`;
}
