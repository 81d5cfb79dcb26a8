import { Count, EventFilter, RequestFilter } from "../resources/record-filter.ts";
import type { Counted } from "../store/counts.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { route, type Route } from "./route.ts";

/** How many requests and events there are, by the filters of their lists. */
export function countRoutes({ store, now }: ApiDependencies): Route[] {
  const reply = async (
    noun: "requests" | "events",
    teamId: string,
    range: { from?: Date | undefined; to?: Date | undefined },
    counted: Promise<Counted>,
  ): Promise<{ body: Count }> => {
    // What is made while it is counted may count too: the end is read last.
    const { count, exact } = await counted;
    const to = range.to ?? now();
    const from = range.from ?? (await store.counts.oldest(noun, teamId)) ?? to;
    return { body: { total: count, count, total_exact: exact, applied_range: { from, to } } };
  };
  return [
    route({
      method: "get",
      path: "/requests/count",
      summary: "Count requests",
      query: RequestFilter,
      response: Count,
      handle: ({ caller: { teamId }, query }) =>
        reply("requests", teamId, query, store.counts.requests(teamId, query)),
    }),
    route({
      method: "get",
      path: "/events/count",
      summary: "Count events",
      query: EventFilter,
      response: Count,
      handle: ({ caller: { teamId }, query }) =>
        reply("events", teamId, query, store.counts.events(teamId, query)),
    }),
  ];
}
