import type { Collection, Document } from "mongodb";
import type {
  AttemptDocument,
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  SourceDocument,
} from "./documents.ts";
import { inGroups } from "./group-read.ts";
import { SEALED } from "./sealed.ts";
import type { Vault } from "./secrets.ts";

/** An event with all that its next attempt is made over; what was deleted is null. */
export interface RoutedEvent {
  event: EventDocument;
  connection: ConnectionDocument | null;
  destination: DestinationDocument | null;
  sourceName: string | null;
  /** An attempt that was written before a crash, and does not count yet. */
  made: AttemptDocument | null;
}

/** Reads an event, or null, in one call for many. Rejects where its destination's secrets can't be opened. */
export type FindRoutedEvent = (teamId: string, eventId: string) => Promise<RoutedEvent | null>;

type Found = EventDocument & {
  connections: ConnectionDocument[];
  destinations: DestinationDocument[];
  sources: SourceDocument[];
  made: AttemptDocument[];
};

/** MongoDB is quicker with lookups by one field than with any that has stages of its own. */
const end = (noun: "connections" | "destinations" | "sources", field: keyof EventDocument): Document => ({
  $lookup: { from: noun, localField: field, foreignField: "_id", as: noun },
});

const AFTER_THOSE_THAT_COUNT: Document = {
  $lookup: {
    from: "attempts",
    let: { event_id: "$_id", attempt_number: { $add: ["$attempts_count", 1] } },
    pipeline: [
      {
        $match: {
          $expr: {
            $and: [{ $eq: ["$event_id", "$$event_id"] }, { $eq: ["$attempt_number", "$$attempt_number"] }],
          },
        },
      },
    ],
    as: "made",
  },
};

/** Looks the attempt up after the event: what it says of attempts may be older, never newer. */
export function createFindRoutedEvent(events: Collection<EventDocument>, vault: Vault): FindRoutedEvent {
  const read = inGroups<Found>((ids) =>
    events
      .aggregate<Found>([
        { $match: { _id: { $in: ids } } },
        end("connections", "connection_id"),
        end("destinations", "destination_id"),
        end("sources", "source_id"),
        AFTER_THOSE_THAT_COUNT,
      ])
      .toArray(),
  );
  return async (teamId, eventId) => {
    const found = await read(teamId, eventId);
    if (!found) return null;
    const { connections, destinations, sources, made, ...event } = found;
    const own = <D extends { team_id: string }>([one]: D[]) => (one?.team_id === teamId ? one : null);
    const sealed = own(destinations);
    return {
      event,
      connection: own(connections),
      destination: sealed && vault.open(SEALED.destinations, sealed, sealed),
      sourceName: own(sources)?.name ?? null,
      made: own(made),
    };
  };
}
