import type { Collection } from "mongodb";
import type { ConnectionDocument, DestinationDocument, SourceDocument } from "./documents.ts";
import { SEALED } from "./sealed.ts";
import type { Vault } from "./secrets.ts";

/** A connection with its ends. */
export interface Junction {
  connection: ConnectionDocument;
  /** Without its secrets; null where it was deleted. */
  destination: { enabled: boolean } | null;
  /** The destination with its secrets in clear; null where it can't be opened, which stops nobody else. */
  openDestination: () => DestinationDocument | null;
  sourceName: string;
}

/** Reads the connections of sources of any team, the oldest first, in one call. */
export type FindJunctions = (sourceIds: string[]) => Promise<Junction[]>;

interface Row extends ConnectionDocument {
  destinations: DestinationDocument[];
  sources: Pick<SourceDocument, "_id" | "name">[];
}

/** Connections have no secrets of their own. */
export function createFindJunctions(
  connections: Collection<ConnectionDocument>,
  vault: Vault,
): FindJunctions {
  return async (sourceIds) => {
    const rows = connections.aggregate<Row>([
      { $match: { source_id: { $in: sourceIds } } },
      {
        $lookup: {
          from: "destinations",
          localField: "destination_id",
          foreignField: "_id",
          as: "destinations",
        },
      },
      {
        $lookup: {
          from: "sources",
          localField: "source_id",
          foreignField: "_id",
          pipeline: [{ $project: { name: 1 } }],
          as: "sources",
        },
      },
    ]);
    const sorted = (await rows.toArray()).sort((a, b) => (a._id < b._id ? -1 : 1));
    return sorted.map(({ destinations: [sealed], sources: [source], ...connection }) => ({
      connection,
      destination: sealed ? { enabled: sealed.enabled } : null,
      openDestination: once(() => (sealed ? vault.open(SEALED.destinations, sealed, sealed) : null)),
      sourceName: source?.name ?? connection.source_id,
    }));
  };
}

/** What is made when it is first asked for; null where that fails. */
function once<T>(make: () => T): () => T | null {
  let made: { value: T | null } | null = null;
  const attempt = (): T | null => {
    try {
      return make();
    } catch {
      return null;
    }
  };
  return () => (made ??= { value: attempt() }).value;
}
