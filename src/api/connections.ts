import { z } from "zod";
import { Connection, ConnectionInput, ConnectionPatch, ConnectionUpsert } from "../resources/connection.ts";
import { readForm } from "../payload/read.ts";
import { FilterParts, type Rule } from "../resources/rule.ts";
import { fromStored, Headers, JsonValue } from "../resources/wire.ts";
import { matchFilter } from "../rules/filter.ts";
import type { ConnectionDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { createDestinationResource, presentDestination } from "./destinations.ts";
import { resolveEnd } from "./inline-ends.ts";
import { idOf, removeNamed, replaceNamed, workOf, type NamedResource, type Work } from "./named-resource.ts";
import { byId, namedRoutes, switched } from "./named-routes.ts";
import { notFound } from "./problems.ts";
import { route, type Call, type Route } from "./route.ts";
import { createSourceResource, presentSource } from "./sources.ts";
import { testRulesRoute } from "./test-rules.ts";
import { refuseUnknownTransformations } from "./unknown-transformations.ts";

/** The model that is answered: a connection with its ends. */
type ConnectionModel = ReturnType<typeof Connection.parse>;
type Ends = Pick<ConnectionInput, "source" | "source_id" | "destination" | "destination_id">;

/** How connections are made, changed and shown. */
export function createConnectionResource(
  deps: ApiDependencies,
): NamedResource<ConnectionDocument, ConnectionModel> {
  const { store, now } = deps;
  const sources = createSourceResource(deps);
  const destinations = createDestinationResource(deps);

  async function endsOf(input: Ends, work: Work) {
    const source_id = await resolveEnd(sources, input.source_id ?? input.source, work);
    const destination_id = await resolveEnd(destinations, input.destination_id ?? input.destination, work);
    return { ...(source_id ? { source_id } : {}), ...(destination_id ? { destination_id } : {}) };
  }

  /** Locks what the rules name, so that it can't be deleted at the same moment. */
  async function checkRules(rules: readonly Rule[], { caller, session }: Work): Promise<void> {
    const lock = (id: string) => store.transformations.lock(caller.teamId, id, session);
    await refuseUnknownTransformations(rules, lock);
  }

  async function make(input: ConnectionInput, work: Work): Promise<ConnectionDocument> {
    const { source, source_id, destination, destination_id, ...settings } = input;
    await checkRules(settings.rules, work);
    const ends = await endsOf({ source, source_id, destination, destination_id }, work);
    const { at } = work;
    return {
      ...settings,
      ...(ends as { source_id: string; destination_id: string }),
      _id: idOf("connection", work),
      team_id: work.caller.teamId,
      first_attempt: settings.first_attempt ?? deps.firstAttempt,
      ...switched(settings.enabled, null, at),
      paused_at: null,
      created_at: at,
      updated_at: at,
    };
  }

  async function merge(
    document: ConnectionDocument,
    change: ConnectionPatch & Ends,
    work: Work,
  ): Promise<ConnectionDocument> {
    const { source, source_id, destination, destination_id, ...settings } = change;
    await checkRules(settings.rules ?? [], work);
    const ends = await endsOf({ source, source_id, destination, destination_id }, work);
    const enabled = switched(settings.enabled ?? document.enabled, document, now());
    return { ...document, ...settings, ...ends, ...enabled, updated_at: now() };
  }

  async function present(
    documents: ConnectionDocument[],
    teamId: string,
    made: ReadonlySet<string>,
  ): Promise<ConnectionModel[]> {
    const ids = (end: "source_id" | "destination_id") => ({
      _id: { $in: documents.map((it) => it[end]) },
      team_id: teamId,
    });
    const [ownSources, ownDestinations] = await Promise.all([
      store.sources.findMany(ids("source_id")),
      store.destinations.findMany(ids("destination_id")),
    ]);
    const sourceById = new Map(ownSources.map((it) => [it._id, presentSource(it, deps.publicUrl())]));
    const destinationById = new Map(ownDestinations.map((it) => [it._id, presentDestination(it, made)]));
    return documents.flatMap((document) => {
      const source = sourceById.get(document.source_id);
      const destination = destinationById.get(document.destination_id);
      // Both ends are there unless the connection was deleted with them between the two reads.
      return source && destination ? [{ ...fromStored<Connection>(document), source, destination }] : [];
    });
  }

  return {
    noun: "connection",
    store: store.connections,
    schemas: { model: Connection, input: ConnectionInput, upsert: ConnectionUpsert, patch: ConnectionPatch },
    listFilters: { source_id: byId("source"), destination_id: byId("destination") },
    make,
    merge,
    changed: async (document, before, session) => {
      const wasOn = before.enabled && !before.paused_at;
      const isOn = document.enabled && !document.paused_at;
      if (wasOn !== isOn || before.enabled !== document.enabled)
        await store.changes.note([document], now(), session);
    },
    remove: async (document, _options, work) => {
      await removeNamed("connection", store.connections, [document], work);
      await store.changes.note([document], now(), work.session);
    },
    present,
    transaction: store.transaction,
  };
}

const FilterTest = z.strictObject({
  filter: FilterParts,
  request: z
    .strictObject({
      headers: Headers.default({}),
      body: JsonValue.default(null),
      query: z.union([z.string(), Headers]).default("").describe("as in a URL, or as fields"),
      path: z.string().default(""),
    })
    .prefault({}),
});
const FilterTestResult = z.object({
  matched: z.boolean(),
  failed: z
    .object({ path: z.string(), operator: z.string(), expected: JsonValue, actual: JsonValue })
    .nullable()
    .describe("the first condition that did not match"),
});

/** The endpoints of connections; one of them only tries a filter and changes nothing. */
export function connectionRoutes(deps: ApiDependencies): Route[] {
  const resource = createConnectionResource(deps);
  return [
    route({
      method: "post",
      path: "/connections/test_filter",
      summary: "Try a filter on a request",
      audited: null,
      body: FilterTest,
      response: FilterTestResult,
      handle: async ({ body: { filter, request } }) => {
        const query = typeof request.query === "string" ? readForm(request.query) : request.query;
        const result = matchFilter(filter, { ...request, query });
        return { body: { matched: result.matched, failed: result.matched ? null : result.failed } };
      },
    }),
    testRulesRoute(deps),
    ...namedRoutes(resource),
    ...(["pause", "unpause"] as const).map((verb) =>
      route({
        method: "put",
        path: `/connections/:id/${verb}`,
        summary: verb === "pause" ? "Hold a connection's events" : "Release a connection's events, in order",
        response: Connection,
        handle: ({ params, ...call }) => pauseConnection(deps, resource, call, params.id, verb),
      }),
    ),
  ];
}

/** Intake goes on while a connection is paused; pausing twice keeps the first time. */
async function pauseConnection(
  { store, now }: ApiDependencies,
  resource: ReturnType<typeof createConnectionResource>,
  call: Call,
  id: string,
  verb: "pause" | "unpause",
) {
  const { teamId } = call.caller;
  const changed = await store.transaction(async (session) => {
    const before = await store.connections.find(teamId, id, session);
    if (!before) throw notFound("connection", id);
    const paused_at = verb === "pause" ? (before.paused_at ?? now()) : null;
    const after = { ...before, paused_at, updated_at: now() };
    return replaceNamed(resource, { before, after }, workOf(call, session), verb);
  });
  return { body: (await resource.present([changed], teamId, new Set()))[0]! };
}
