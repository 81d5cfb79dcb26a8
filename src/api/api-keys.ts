import { z } from "zod";
import { ApiError } from "../errors.ts";
import { randomToken } from "../ids.ts";
import { ApiKey, ApiKeyInput, MadeApiKey } from "../resources/api-key.ts";
import type { ApiKeyRecord } from "../store/api-keys.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { idOf } from "./named-resource.ts";
import { invalidField, notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Call, type Route } from "./route.ts";

const Revoked = z.object({ id: z.string() });

/** The endpoints of API keys. */
export function apiKeyRoutes(deps: ApiDependencies): Route[] {
  const { apiKeys } = deps.store;
  return [
    route({
      method: "post",
      path: "/api_keys",
      summary: "Make an API key; the answer alone shows it",
      scope: "admin",
      status: 201,
      body: ApiKeyInput,
      response: MadeApiKey,
      handle: ({ body, ...call }) => makeKey(deps, body, call),
    }),
    route({
      method: "get",
      path: "/api_keys",
      summary: "List API keys",
      scope: "admin",
      query: z.strictObject(listing),
      response: ListOf(ApiKey),
      handle: async ({ caller, query }) =>
        listReply(query, await apiKeys.page(caller.teamId, pageOf(query)), presentKey),
    }),
    route({
      method: "get",
      path: "/api_keys/:id",
      summary: "Get an API key, without the key itself",
      scope: "admin",
      response: ApiKey,
      handle: async ({ caller, params }) => {
        const found = await apiKeys.find(caller.teamId, params.id);
        if (!found) throw notFound("API key", params.id);
        return { body: presentKey(found) };
      },
    }),
    route({
      method: "delete",
      path: "/api_keys/:id",
      summary: "Revoke an API key: it is refused at once, for ever",
      scope: "admin",
      response: Revoked,
      handle: async ({ params, ...call }) => {
        await revokeKey(deps, params.id, call);
        return { body: { id: params.id } };
      },
    }),
  ];
}

/** A call that is cut off and run again gives its key another text: nobody has seen the first one. */
async function makeKey({ store, now }: ApiDependencies, input: ApiKeyInput, call: Call) {
  if (input.expires_at && input.expires_at <= now()) {
    throw invalidField("expires_at", "must be in the future, or null for a key that never expires");
  }
  const key = `fh_${randomToken()}`;
  const { caller, at, audit } = call;
  const record: ApiKeyRecord = {
    ...input,
    _id: idOf("api_key", call),
    team_id: caller.teamId,
    last_used_at: null,
    revoked_at: null,
    created_at: at,
    updated_at: at,
  };
  await store.transaction(async (session) => {
    await store.apiKeys.save(record, key, session);
    const change = { verb: "create", type: "api_key", id: record._id, before: null, after: record };
    await audit.change([{ ...change, schema: ApiKey }], session);
  });
  return { body: { ...presentKey(record), key } };
}

/**
 * A key can't revoke itself, and must not have been revoked at the same moment: so there is always an admin key left,
 * and nobody is locked out.
 */
async function revokeKey(
  { store, now }: ApiDependencies,
  id: string,
  { caller, audit }: Call,
): Promise<void> {
  const { teamId, keyId } = caller;
  if (id === keyId) throw new ApiError("CONFLICT", "A key can't revoke itself: use another admin key.");
  await store.transaction(async (session) => {
    const before = await store.apiKeys.find(teamId, id, session);
    if (!before) throw notFound("API key", id);
    if (!(await store.apiKeys.lock(teamId, keyId, session))) {
      throw new ApiError("UNAUTHORIZED", "This API key was revoked.");
    }
    await store.apiKeys.revoke(teamId, id, now(), session);
    await audit.change(
      [{ verb: "revoke", type: "api_key", id, before, after: null, schema: ApiKey }],
      session,
    );
  });
}

function presentKey({ _id, revoked_at: _, ...rest }: ApiKeyRecord): ApiKey {
  return { id: _id, ...rest };
}
