import { asProblem, read } from "./api.ts";
import { createCell, useCell } from "./cell.ts";
import type { List, Problem, Wire } from "./wire.ts";

/** All that has a name, by id: records name it by its id alone. */
export interface Directory {
  sources: ReadonlyMap<string, Wire["source"]>;
  destinations: ReadonlyMap<string, Wire["destination"]>;
  connections: ReadonlyMap<string, Wire["connection"]>;
  transformations: ReadonlyMap<string, Wire["transformation"]>;
}

const directory = createCell<Directory | null>(null);
/** Why there is no directory, or null. */
export const directoryProblem = createCell<Problem | null>(null);

/** Pages of a list that are read before the rest is let be. */
const MOST_PAGES = 8;

async function readAll<T extends { id: string }>(noun: string): Promise<ReadonlyMap<string, T>> {
  const all = new Map<string, T>();
  let next: string | null = "";
  for (let page = 0; page < MOST_PAGES && next !== null; page++) {
    const list: List<T> = await read(`/${noun}?limit=250${next && `&next=${encodeURIComponent(next)}`}`);
    for (const model of list.models) all.set(model.id, model);
    next = list.pagination.next;
  }
  return all;
}

let reloads = 0;

/** Reads all names anew: at the start, and after each change made here. What was asked before the latest change is let be. */
export async function reloadDirectory(): Promise<void> {
  const own = ++reloads;
  try {
    const [sources, destinations, connections, transformations] = await Promise.all([
      readAll<Wire["source"]>("sources"),
      readAll<Wire["destination"]>("destinations"),
      readAll<Wire["connection"]>("connections"),
      readAll<Wire["transformation"]>("transformations"),
    ]);
    if (own !== reloads) return;
    directory.set({ sources, destinations, connections, transformations });
    directoryProblem.set(null);
  } catch (error) {
    if (own === reloads) directoryProblem.set(asProblem(error));
  }
}

/** Forgets the names: they belong to a session. */
export function forgetDirectory(): void {
  reloads++;
  directory.set(null);
}

const NOTHING: Directory = {
  sources: new Map(),
  destinations: new Map(),
  connections: new Map(),
  transformations: new Map(),
};

/** The names; empty until they are read. */
export const useDirectory = (): Directory => useCell(directory) ?? NOTHING;

/** Whether the names are known. */
export const useDirectoryKnown = (): boolean => useCell(directory) !== null;

/** What a connection is called: by its name, or by its ends. */
export function connectionName({ connections, sources, destinations }: Directory, id: string): string {
  const connection = connections.get(id);
  if (!connection) return id;
  if (connection.name) return connection.name;
  const source = sources.get(connection.source_id)?.name ?? connection.source.name;
  const destination = destinations.get(connection.destination_id)?.name ?? connection.destination.name;
  return `${source} → ${destination}`;
}
