import { newId, randomToken } from "../ids.ts";
import { Source, SourceInput, SourcePatch, SourceUpsert } from "../resources/source.ts";
import { fromStored } from "../resources/wire.ts";
import type { SourceDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { removeUsed } from "./cascade.ts";
import { namedRoutes, switched, type NamedResource } from "./named-routes.ts";
import { notFound } from "./problems.ts";
import { route, type Caller, type Route } from "./route.ts";
import { refuseUnknownMasks } from "./unknown-masks.ts";

/** How sources are made, changed and shown. */
export function createSourceResource(deps: ApiDependencies): NamedResource<SourceDocument, Source> {
  const { store, now } = deps;

  function make(input: SourceInput, { teamId }: Caller): SourceDocument {
    const at = now();
    refuseUnknownMasks(keepSecrets(SourceInput, input, {}));
    const own = { _id: newId("source", at), team_id: teamId, token: randomToken() };
    return { ...input, ...own, ...switched(input.enabled, null, at), created_at: at, updated_at: at };
  }

  function merge(document: SourceDocument, change: SourcePatch): SourceDocument {
    const value = refuseUnknownMasks(keepSecrets(SourcePatch, change, document));
    const enabled = switched(value.enabled ?? document.enabled, document, now());
    return { ...document, ...value, ...enabled, updated_at: now() };
  }

  return {
    noun: "source",
    store: store.sources,
    schemas: { model: Source, input: SourceInput, upsert: SourceUpsert, patch: SourcePatch },
    listFilters: {},
    make: async (input, { caller }) => make(input, caller),
    merge: async (document, change) => merge(document, change),
    remove: async (document, options, session) => {
      const used = { is: "sources", resource: document, by: "source_id" } as const;
      await removeUsed(store, used, options, session, now());
      await store.sources.remove(document.team_id, [document._id], session);
    },
    present: async (documents) => documents.map((document) => presentSource(document, deps.publicUrl())),
    transaction: store.transaction,
  };
}

/** A source as answered: with its URL, its secrets masked. */
export function presentSource(document: SourceDocument, publicUrl: string): Source {
  const source = { ...fromStored(document as Parameters<typeof fromStored<Source>>[0]) };
  return maskSecrets(Source, { ...source, url: `${publicUrl}/in/${document.token}` });
}

/** The endpoints of sources. A URL changes by `rotate_token` alone. */
export function sourceRoutes(deps: ApiDependencies, resource = createSourceResource(deps)): Route[] {
  return [
    ...namedRoutes(resource),
    route({
      method: "post",
      path: "/sources/:id/rotate_token",
      summary: "Give a source a new URL; the old one ends at once",
      response: Source,
      handle: async ({ caller, params }) => {
        const rotated = await deps.store.transaction(async (session) => {
          const source = await deps.store.sources.find(caller.teamId, params.id, session);
          if (!source) throw notFound("source", params.id);
          const next = { ...source, token: randomToken(), updated_at: deps.now() };
          await deps.store.sources.replace(next, session);
          return next;
        });
        return { body: presentSource(rotated, deps.publicUrl()) };
      },
    }),
  ];
}
