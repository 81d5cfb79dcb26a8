import { randomToken } from "../ids.ts";
import { Source, SourceInput, SourcePatch, SourceUpsert } from "../resources/source.ts";
import { fromStored } from "../resources/wire.ts";
import type { SourceDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { removeUsed } from "./cascade.ts";
import {
  hasRotated,
  idOf,
  removeNamed,
  rotatedBy,
  replaceNamed,
  workOf,
  type NamedResource,
  type Work,
} from "./named-resource.ts";
import { namedRoutes, switched } from "./named-routes.ts";
import { notFound } from "./problems.ts";
import { route, type Route } from "./route.ts";
import { refuseUnknownMasks } from "./unknown-masks.ts";

/** How sources are made, changed and shown. */
export function createSourceResource(deps: ApiDependencies): NamedResource<SourceDocument, Source> {
  const { store, now } = deps;

  function make(input: SourceInput, work: Work): SourceDocument {
    const { at, caller } = work;
    refuseUnknownMasks(keepSecrets(SourceInput, input, {}));
    const own = { _id: idOf("source", work), team_id: caller.teamId, token: randomToken() };
    return { ...input, ...own, ...switched(input.enabled, null, at), created_at: at, updated_at: at };
  }

  function merge(document: SourceDocument, change: SourcePatch): SourceDocument {
    // Of another provider it would be another secret, that happens to lie in a field of the same name.
    const sameKind = change.verification?.type === document.verification.type;
    const previous = sameKind ? document : {};
    const value = refuseUnknownMasks(keepSecrets(SourcePatch, change, previous));
    const enabled = switched(value.enabled ?? document.enabled, document, now());
    return { ...document, ...value, ...enabled, updated_at: now() };
  }

  return {
    noun: "source",
    store: store.sources,
    schemas: { model: Source, input: SourceInput, upsert: SourceUpsert, patch: SourcePatch },
    listFilters: {},
    make: async (input, work) => make(input, work),
    merge: async (document, change) => merge(document, change),
    remove: async (document, options, work) => {
      const used = { is: "sources", resource: document, by: "source_id" } as const;
      await removeUsed(store, used, options, work, now());
      await removeNamed("source", store.sources, [document], work);
    },
    present: async (documents) => documents.map((document) => presentSource(document, deps.publicUrl())),
    transaction: store.transaction,
  };
}

/** A source as answered: with its URL, its secrets masked. */
export function presentSource(document: SourceDocument, publicUrl: string): Source {
  const stored = fromStored(document as Parameters<typeof fromStored<Source>>[0]);
  // One that was stored before there were quotas has none.
  const source = { ...stored, rate_limit: document.rate_limit ?? null };
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
      handle: async ({ params, ...call }) => {
        const rotated = await deps.store.transaction(async (session) => {
          const before = await deps.store.sources.find(call.caller.teamId, params.id, session);
          if (!before) throw notFound("source", params.id);
          if (hasRotated(before, call)) return before;
          const after = { ...before, token: randomToken(), ...rotatedBy(call), updated_at: deps.now() };
          return replaceNamed(resource, { before, after }, workOf(call, session), "rotate_token");
        });
        return { body: presentSource(rotated, deps.publicUrl()) };
      },
    }),
  ];
}
