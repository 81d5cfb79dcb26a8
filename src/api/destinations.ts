import { z } from "zod";
import { newId } from "../ids.ts";
import {
  Destination,
  DestinationInput,
  DestinationPatch,
  DestinationUpsert,
} from "../resources/destination.ts";
import { fromStored } from "../resources/wire.ts";
import type { DestinationDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { removeUsed } from "./cascade.ts";
import { namedRoutes, switched, type NamedResource } from "./named-routes.ts";
import { notFound } from "./problems.ts";
import { route, type Caller, type Route } from "./route.ts";
import { refuseUnknownMasks } from "./unknown-masks.ts";

/** How destinations are made, changed and shown. */
export function createDestinationResource(
  deps: ApiDependencies,
): NamedResource<DestinationDocument, Destination> {
  const { store, now } = deps;

  function make(input: DestinationInput, { teamId }: Caller): DestinationDocument {
    const at = now();
    refuseUnknownMasks(keepSecrets(DestinationInput, input, {}));
    return {
      ...input,
      _id: newId("destination", at),
      team_id: teamId,
      signing: { type: "standard_webhooks", secret: input.signing?.secret ?? deps.newSigningSecret() },
      ...switched(input.enabled, null, at),
      created_at: at,
      updated_at: at,
    };
  }

  function merge(document: DestinationDocument, change: DestinationPatch): DestinationDocument {
    const { signing, ...value } = refuseUnknownMasks(keepSecrets(DestinationPatch, change, document));
    return {
      ...document,
      ...value,
      signing: { ...document.signing, ...(signing?.secret ? { secret: signing.secret } : {}) },
      ...switched(value.enabled ?? document.enabled, document, now()),
      updated_at: now(),
    };
  }

  return {
    noun: "destination",
    store: store.destinations,
    schemas: {
      model: Destination,
      input: DestinationInput,
      upsert: DestinationUpsert,
      patch: DestinationPatch,
    },
    listFilters: {},
    make: async (input, { caller }) => make(input, caller),
    merge: async (document, change) => merge(document, change),
    remove: async (document, options, session) => {
      const used = { is: "destinations", resource: document, by: "destination_id" } as const;
      await removeUsed(store, used, options, session, now());
      await store.destinations.remove(document.team_id, [document._id], session);
    },
    changed: async (document, before, session) => {
      const limit = ({ rate_limit }: DestinationDocument) => JSON.stringify(rate_limit);
      const changed = document.enabled !== before.enabled || limit(document) !== limit(before);
      if (changed) await store.changes.note(document, now(), session);
    },
    present: async (documents, _teamId, made) =>
      documents.map((document) => presentDestination(document, made)),
    transaction: store.transaction,
  };
}

/** A destination as answered, its secrets masked; the signing secret is shown where it was made now. */
export function presentDestination(document: DestinationDocument, made: ReadonlySet<string>): Destination {
  const masked = maskSecrets(Destination, fromStored<Destination>(document));
  return made.has(document._id) ? { ...masked, signing: document.signing } : masked;
}

/** The endpoints of destinations, the only ones that show a signing secret again. */
export function destinationRoutes(
  deps: ApiDependencies,
  resource = createDestinationResource(deps),
): Route[] {
  return [
    ...namedRoutes(resource),
    route({
      method: "get",
      path: "/destinations/:id/signing_secret",
      summary: "The secret with which deliveries are signed",
      response: z.object({ secret: z.string() }),
      handle: async ({ caller, params }) => {
        const destination = await deps.store.destinations.find(caller.teamId, params.id);
        if (!destination) throw notFound("destination", params.id);
        return { body: { secret: destination.signing.secret } };
      },
    }),
  ];
}
