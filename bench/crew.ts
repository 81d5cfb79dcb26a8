import { serveParent } from "./child.ts";
import { createDestinations } from "./destinations.ts";
import { createTallies } from "./tally.ts";
import { sendLoad, type LoadOrder, type LoadReport } from "./load.ts";

/** The process of senders and receivers: what they cost is not counted as anyone's. */
const tallies = createTallies();
const destinations = createDestinations(tallies.received);

const verbs = {
  /** Opens a destination that answers 200 after so many milliseconds, or never (null); answers its URL. */
  receive: ({ answersAfter }: { answersAfter: number | null }): Promise<string> =>
    destinations.open(answersAfter),
  /** Sends webhooks as ordered; resolves when all are answered, and have arrived as far as that is waited for. */
  load: (order: LoadOrder): Promise<LoadReport> => sendLoad(order, tallies),
  /** How many webhooks have arrived at all destinations so far. */
  count: async (_: null): Promise<number> => tallies.arrived(),
};

export type CrewVerbs = typeof verbs;

serveParent(verbs);
