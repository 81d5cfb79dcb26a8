import { z } from "zod";
import { ApiError } from "../errors.ts";
import { TrialExecution } from "../resources/execution.ts";
import {
  Env,
  Transformation,
  TransformationInput,
  TransformationPatch,
  type TransformationRecord,
  TransformationUpsert,
  TransformationVersion,
} from "../resources/transformation.ts";
import { fromStored, Id } from "../resources/wire.ts";
import { sameJson } from "../rules/json.ts";
import { AMBIENT } from "../sandbox/ambient.ts";
import type { TransformationDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { removeUsed } from "./cascade.ts";
import { shownEnv, storedEnv } from "./env.ts";
import { idOf, removeNamed, type NamedResource, type Work } from "./named-resource.ts";
import { namedRoutes } from "./named-routes.ts";
import { invalidField, notFound } from "./problems.ts";
import { ListOf, listing, listReply, pageOf, route, type Route } from "./route.ts";
import { exactlyOne, findTrial, TRIAL_FIELDS, trialFields, tryCode, type TriedCode } from "./trial.ts";

/** How transformations are made, changed and shown. */
export function createTransformationResource(
  deps: ApiDependencies,
): NamedResource<TransformationDocument, Transformation> {
  const { store, now } = deps;

  async function make(input: TransformationInput, work: Work): Promise<TransformationDocument> {
    const { at } = work;
    const env = storedEnv(input.env, {});
    await refuseFaultyCode(deps, input.code);
    const own = { _id: idOf("transformation", work), team_id: work.caller.teamId, version: 1 };
    const document = { ...input, ...own, env, created_at: at, updated_at: at };
    await store.transformationVersions.add(document, work.session);
    return document;
  }

  async function merge(
    document: TransformationDocument,
    change: TransformationPatch,
    work: Work,
  ): Promise<TransformationDocument> {
    const env = change.env ? storedEnv(change.env, document.env) : document.env;
    const merged = { ...document, ...change, env, updated_at: now() };
    if (merged.code !== document.code) await refuseFaultyCode(deps, merged.code);
    else if (sameJson(env, document.env)) return merged;
    const next = { ...merged, version: document.version + 1 };
    await store.transformationVersions.add(next, work.session);
    return next;
  }

  return {
    noun: "transformation",
    switchable: false,
    store: store.transformations,
    schemas: {
      model: Transformation,
      input: TransformationInput,
      upsert: TransformationUpsert,
      patch: TransformationPatch,
    },
    listFilters: {},
    make,
    merge,
    remove: async (document, options, work) => {
      const { _id, team_id } = document;
      const used = { is: "transformations", resource: document, by: "rules.transformation_id" } as const;
      await removeUsed(store, used, options, work, now());
      await removeNamed("transformation", store.transformations, [document], work);
      await store.transformationVersions.removeAll(team_id, _id, work.session);
    },
    present: async (documents) =>
      documents.map((document) => ({
        ...fromStored<TransformationRecord>(document),
        env: shownEnv(document.env),
      })),
    transaction: store.transaction,
  };
}

/** Throws a 422 where code doesn't compile; its error has `line` and `column`, from 1. */
async function refuseFaultyCode({ sandbox }: ApiDependencies, code: string): Promise<void> {
  const compiled = await sandbox.compile(code);
  if (compiled.ok) return;
  const { message, line, column } = compiled.error;
  const place = line === null ? "" : ` (line ${line}, column ${column})`;
  const error = { path: "code", message: `does not compile: ${message}${place}`, line, column };
  throw new ApiError("VALIDATION_FAILED", `code: ${error.message}`, { errors: [error] });
}

const RunInput = z
  .strictObject({
    code: TransformationInput.shape.code
      .optional()
      .describe(
        "JavaScript (ES2023); with transformation_id, a draft in place of its code, with its variables",
      ),
    transformation_id: Id("transformation").optional(),
    env: Env.optional().describe("in place of the saved variables; a mask stands for a saved value"),
    ...trialFields,
  })
  .superRefine(({ code, transformation_id }, context) => {
    if ((code ?? transformation_id) !== undefined) return;
    const message = "give code, transformation_id, or both: a draft of its code";
    context.addIssue({ code: "custom", path: ["code"], message });
  })
  .superRefine(exactlyOne(...TRIAL_FIELDS));
const TestInput = z
  .strictObject({ env: Env.optional(), ...trialFields })
  .superRefine(exactlyOne(...TRIAL_FIELDS));

/** Code that stands alone. */
const NOTHING_SAVED: TriedCode = { transformation_id: null, version: null, code: "", env: {} };

const asSaved = ({ _id, version, code, env }: TransformationDocument): TriedCode => ({
  transformation_id: _id,
  version,
  code,
  env,
});

/** What is saved, but for a draft of its code, which has no version, and for variables that are given. */
function triedOf(saved: TriedCode, { code, env }: { code?: string; env?: Env }): TriedCode {
  return {
    ...saved,
    ...(code === undefined ? {} : { code, version: null }),
    env: env ? storedEnv(env, saved.env) : saved.env,
  };
}

/** The endpoints of transformations. What is only tried is not stored. */
export function transformationRoutes(deps: ApiDependencies): Route[] {
  const { store } = deps;
  return [
    route({
      method: "get",
      path: "/transformations/types",
      summary: "TypeScript declarations of what a transformation's code finds, for editors",
      response: null,
      handle: async () => ({
        body: { bytes: Buffer.from(AMBIENT), contentType: "application/typescript; charset=utf-8" },
      }),
    }),
    route({
      method: "post",
      path: "/transformations/run",
      summary: "Try code, or a transformation, on a request",
      audited: { type: "transformation", verb: "try_draft" },
      body: RunInput,
      response: TrialExecution,
      handle: async ({ caller, body: { code, transformation_id, env, ...on }, audit }) => {
        const found =
          transformation_id && (await store.transformations.find(caller.teamId, transformation_id));
        if (found === null)
          throw invalidField("transformation_id", `there is no transformation ${transformation_id}`);
        const tried = triedOf(found ? asSaved(found) : NOTHING_SAVED, { code, env });
        const trial = await findTrial(deps, caller.teamId, on);
        // Code that was never saved sees the saved secrets, and could spell one out past the mask.
        if (found && code !== undefined) await audit.begin(found._id);
        return { body: (await tryCode(deps, tried, trial)).execution };
      },
    }),
    ...namedRoutes(createTransformationResource(deps)),
    route({
      method: "post",
      path: "/transformations/:id/test",
      summary: "Try a transformation on a request",
      audited: null,
      body: TestInput,
      response: TrialExecution,
      handle: async ({ caller, params, body: { env, ...on } }) => {
        const found = await store.transformations.find(caller.teamId, params.id);
        if (!found) throw notFound("transformation", params.id);
        const trial = await findTrial(deps, caller.teamId, on);
        return { body: (await tryCode(deps, triedOf(asSaved(found), { env }), trial)).execution };
      },
    }),
    versionsRoute(deps),
  ];
}

function versionsRoute({ store }: ApiDependencies): Route {
  return route({
    method: "get",
    path: "/transformations/:id/versions",
    summary: "List a transformation's versions",
    query: z.strictObject(listing),
    response: ListOf(TransformationVersion),
    handle: async ({ caller, params, query }) => {
      const found = await store.transformations.find(caller.teamId, params.id);
      if (!found) throw notFound("transformation", params.id);
      const page = await store.transformationVersions.page(caller.teamId, params.id, pageOf(query));
      return listReply(query, page, ({ transformation_id, version, code, env, created_at }) => ({
        transformation_id,
        version,
        code,
        env: shownEnv(env),
        created_at,
      }));
    },
  });
}
