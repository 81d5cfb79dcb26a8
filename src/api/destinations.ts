import { ApiError } from "../errors.ts";
import {
  Destination,
  DestinationInput,
  DestinationPatch,
  type DestinationRecord,
  DestinationUpsert,
  SecretRotation,
  SigningSecrets,
} from "../resources/destination.ts";
import { fromStored } from "../resources/wire.ts";
import type { DestinationDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { requireScope } from "./auth.ts";
import { removeUsed } from "./cascade.ts";
import { refuseMovedCredentials } from "./moved-credentials.ts";
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
import { invalidFields, notFound } from "./problems.ts";
import { route, type Call, type Route } from "./route.ts";
import { refuseUnknownMasks } from "./unknown-masks.ts";

/** How destinations are made, changed and shown. */
export function createDestinationResource(
  deps: ApiDependencies,
): NamedResource<DestinationDocument, Destination> {
  const { store, now } = deps;

  function make(input: DestinationInput, work: Work): DestinationDocument {
    const { at, caller } = work;
    refuseBlocked(input, deps.refusedUrl);
    refuseUnknownMasks(keepSecrets(DestinationInput, input, {}));
    return {
      ...input,
      _id: idOf("destination", work),
      team_id: caller.teamId,
      signing: { type: "standard_webhooks", secret: input.signing?.secret ?? deps.newSigningSecret() },
      ...switched(input.enabled, null, at),
      created_at: at,
      updated_at: at,
    };
  }

  function merge(
    document: DestinationDocument,
    change: DestinationPatch,
    { caller }: Work,
  ): DestinationDocument {
    refuseBlocked(change, deps.refusedUrl);
    const { signing, ...value } = refuseUnknownMasks(keepSecrets(DestinationPatch, change, document));
    refuseMovedCredentials(document, change);
    // As to rotate it: who knows the secret can forge what the receiver trusts.
    if (signing?.secret && signing.secret !== document.signing.secret) requireScope(caller, "admin");
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
    make: async (input, work) => make(input, work),
    merge: async (document, change, work) => merge(document, change, work),
    remove: async (document, options, work) => {
      const used = { is: "destinations", resource: document, by: "destination_id" } as const;
      await removeUsed(store, used, options, work, now());
      await removeNamed("destination", store.destinations, [document], work);
    },
    changed: async (document, before, session) => {
      const limit = ({ rate_limit }: DestinationDocument) => JSON.stringify(rate_limit);
      const changed = document.enabled !== before.enabled || limit(document) !== limit(before);
      if (changed) await store.changes.note([document], now(), session);
    },
    present: async (documents, _teamId, made) =>
      documents.map((document) => presentDestination(document, made)),
    transaction: store.transaction,
  };
}

/** Throws a 422 for a URL whose own host may not be reached; what a name resolves to is judged with each delivery. */
function refuseBlocked({ url, auth }: DestinationPatch, refusedUrl: ApiDependencies["refusedUrl"]): void {
  const tokenUrl = auth?.type === "oauth2_client_credentials" ? auth.token_url : undefined;
  const given = { url, "auth.token_url": tokenUrl };
  const errors = Object.entries(given).flatMap(([path, it]) => {
    const message = it === undefined ? null : refusedUrl(it);
    return message === null ? [] : [{ path, message }];
  });
  if (errors.length > 0) throw invalidFields(errors);
}

/** A destination as answered, its secrets masked; the signing secret is shown where it was made now. */
export function presentDestination(document: DestinationDocument, made: ReadonlySet<string>): Destination {
  const {
    earlier_signing_secrets: _,
    rotated_by: _by,
    ...destination
  } = fromStored<DestinationRecord>(document);
  const masked = maskSecrets(Destination, destination);
  return made.has(document._id) ? { ...masked, signing: document.signing } : masked;
}

/** How many secrets may be valid beside the present one: each is a signature in every delivery. */
const MOST_EARLIER = 4;

/** Makes a new signing secret; the present one stays valid for the overlap. */
async function rotateSecret(
  { store, now, newSigningSecret }: ApiDependencies,
  resource: ReturnType<typeof createDestinationResource>,
  call: Call,
  { id, overlap }: { id: string; overlap: number },
): Promise<DestinationDocument> {
  return store.transaction(async (session) => {
    const before = await store.destinations.find(call.caller.teamId, id, session);
    if (!before) throw notFound("destination", id);
    if (hasRotated(before, call)) return before;
    const at = now();
    const replaced = { secret: before.signing.secret, valid_until: new Date(at.getTime() + overlap) };
    // Without an overlap the secret leaked: those before it end too, for their overlaps were of other rotations.
    const earlier =
      overlap === 0 ? [] : stillValid([replaced, ...(before.earlier_signing_secrets ?? [])], at);
    if (earlier.length > MOST_EARLIER) throw tooManyEarlier(earlier.at(-1)!.valid_until);
    const signing = { ...before.signing, secret: newSigningSecret() };
    const rotated = { signing, earlier_signing_secrets: earlier, ...rotatedBy(call) };
    const after = { ...before, ...rotated, updated_at: at };
    return replaceNamed(resource, { before, after }, workOf(call, session), "rotate_secret");
  });
}

function stillValid<S extends { valid_until: Date }>(secrets: S[], now: Date): S[] {
  return secrets.filter(({ valid_until }) => valid_until > now);
}

function tooManyEarlier(until: Date): ApiError {
  const detail = `${MOST_EARLIER} earlier secrets are still valid, one until ${until.toISOString()}: rotate after that.`;
  return new ApiError("CONFLICT", detail);
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
      scope: "admin",
      audited: { type: "destination", verb: "read_signing_secret" },
      response: SigningSecrets,
      handle: async ({ caller, params, audit }) => {
        const destination = await deps.store.destinations.find(caller.teamId, params.id);
        if (!destination) throw notFound("destination", params.id);
        const earlier = stillValid(destination.earlier_signing_secrets ?? [], deps.now());
        const { secret } = destination.signing;
        await audit.begin();
        return { body: earlier.length > 0 ? { secret, earlier } : { secret } };
      },
    }),
    route({
      method: "post",
      path: "/destinations/:id/rotate_secret",
      summary: "Sign with a new secret, for a while beside the present one; the answer shows it",
      scope: "admin",
      body: SecretRotation,
      response: Destination,
      handle: async ({ params, body, ...call }) => {
        const id = params.id;
        const rotated = await rotateSecret(deps, resource, call, { id, overlap: body.overlap_ms });
        return { body: presentDestination(rotated, new Set([id])) };
      },
    }),
  ];
}
