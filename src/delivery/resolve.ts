import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import { Fault } from "./classify.ts";
import { createLru } from "./lru.ts";

/** Resolves a host name to all its addresses; rejects where there are none. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

/** How names are looked up. */
export interface ResolverOptions {
  lookup?: Lookup;
  /** How many names that were not found before are looked up at once. */
  strangersAtOnce?: number;
  /** Milliseconds for one name, its wait for a turn included. */
  within?: number;
}

/** glibc's own default is 5 s for each name server, twice. */
const LOOKUP_WITHIN = 10_000;
const MOST_PROVEN = 10_000;

/**
 * The system's lookup, which alone honours /etc/hosts and nsswitch.conf, with bounds of its own. A lookup holds one of
 * the few threads of libuv for as long as the name server is silent, and can't be cancelled. So a name has one lookup
 * at a time, and names that did not resolve the last time share fewer turns than there are threads: a silent name
 * server holds up other strangers, but not the destinations that are in use. Rejects with a Fault.
 */
export function createResolver({
  lookup = lookupAll,
  strangersAtOnce = 1,
  within = LOOKUP_WITHIN,
}: ResolverOptions): Lookup {
  const inTurn = createTurns(strangersAtOnce);
  const proven = createLru<string, true>(MOST_PROVEN);
  const running = new Map<string, Promise<LookupAddress[]>>();

  async function ask(hostname: string): Promise<LookupAddress[]> {
    try {
      const known = proven.get(hostname);
      const answers = await (known ? lookup(hostname) : inTurn(() => lookup(hostname)));
      proven.set(hostname, true);
      return answers;
    } catch (error) {
      proven.delete(hostname);
      const { code } = error as NodeJS.ErrnoException;
      throw new Fault("DNS_LOOKUP_FAILED", `The host ${hostname} was not found${code ? ` (${code})` : ""}`);
    } finally {
      running.delete(hostname);
    }
  }

  return async (hostname) => {
    const shared = running.get(hostname) ?? ask(hostname);
    running.set(hostname, shared);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        proven.delete(hostname);
        reject(new Fault("DNS_LOOKUP_FAILED", `The host ${hostname} was not found within ${within} ms`));
      }, within);
    });
    return Promise.race([shared, late]).finally(() => clearTimeout(timer));
  };
}

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** Runs so many works at once; the others wait, in the order of asking. */
function createTurns(limit: number): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
