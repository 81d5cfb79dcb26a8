import type {
  ConnectionDocument,
  DestinationDocument,
  EventDocument,
  RequestDocument,
} from "../store/documents.ts";

/** An event that was just routed, with all that its first attempt needs. */
export interface Departing {
  event: EventDocument;
  request: RequestDocument;
  connection: ConnectionDocument;
  destination: DestinationDocument;
  sourceName: string;
  /** When this was read, on the clock of `performance`. */
  readAt: number;
}
