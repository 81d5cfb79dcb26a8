import express, {
  Router,
  type Request as HttpRequest,
  type RequestHandler,
  type Response as HttpResponse,
} from "express";
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { isTooDeep } from "../payload/data.ts";
import type { Json } from "../resources/wire.ts";
import type { AuditStore } from "../store/audit.ts";
import { sendAnswer, type Answer } from "./answer.ts";
import { createAuditTrail, loggedInput, type AuditTrail } from "./audit-trail.ts";
import { requireScope, type Authenticate } from "./auth.ts";
import type { Caller } from "./caller.ts";
import { idempotencyKeyOf, type AnswerOnce, type Effect } from "./idempotency.ts";
import { invalidField, parsed, problemOf } from "./problems.ts";
import type { RawBody, Reply, Route } from "./route.ts";

/** What all routes are served with. */
export interface Mounting {
  authenticate: Authenticate;
  once: AnswerOnce;
  audit: Omit<AuditStore, "page">;
  now: () => Date;
}

const MAX_BODY = "4mb";
// Whatever the content type says: the API speaks nothing but JSON, and curl's default says form.
const readBody = express.json({ type: () => true, limit: MAX_BODY, strict: false });
/** What is taken where a route declares nothing: a field that would be ignored is refused. */
const NOTHING = z.strictObject({});

/**
 * Serves routes: authenticates, validates, calls the handler, keeps the answer for the call's Idempotency-Key, writes
 * what was done into the audit log, and encodes the answer by the route's schema.
 */
export function mountRoutes(routes: Route[], mounting: Mounting): Router {
  const router = Router({ caseSensitive: true });
  const callers = new WeakMap<HttpRequest, Caller>();
  router.use(async (request, response, next) => {
    // Answers hold what is nobody else's business, and change.
    response.setHeader("cache-control", "no-store");
    callers.set(request, await mounting.authenticate(request.get("authorization"), request.get("x-team-id")));
    next();
  });
  for (const route of routes) {
    const authorize: RequestHandler = (request, _response, next) => {
      requireScope(callers.get(request)!, route.scope);
      next();
    };
    router[route.method](route.path, authorize, readBody, refuseTooDeep, async (request, response) => {
      sendAnswer(response, await respond(route, callers.get(request)!, request, response, mounting));
    });
  }
  for (const path of new Set(routes.map((route) => route.path)))
    router.all(path, methodNotAllowed(routes, path));
  router.use((request) => {
    throw new ApiError("NOT_FOUND", `There is no endpoint ${request.method} /v1${request.path}.`);
  });
  return router;
}

/** Schemas call themselves for each level: a body that is too deep for their stack must not come to them. */
const refuseTooDeep: RequestHandler = (request, _response, next) => {
  if (isTooDeep((request.body ?? null) as Json)) {
    throw invalidField("", "must not be nested deeper than 1000 levels");
  }
  next();
};

async function respond(
  route: Route,
  caller: Caller,
  request: HttpRequest,
  response: HttpResponse,
  { once, audit, now }: Mounting,
): Promise<Answer> {
  const key = route.method === "post" ? idempotencyKeyOf(request.get("idempotency-key")) : null;
  const inputs = inputsOf(route, request);
  const run = async (effect: Effect): Promise<Answer> => {
    const trail = createAuditTrail(
      { audit, now },
      {
        ...effect,
        caller,
        action: route.audited,
        subjectId: subjectOf(request),
        input: loggedInput(route.body, inputs.body),
        requestId: String(response.getHeader("x-request-id")),
      },
    );
    // Who has given up meanwhile may have asked for something else since.
    if (route.method !== "get" && response.destroyed)
      throw new ApiError("UNAVAILABLE", "The caller has gone, and nothing was done.");
    const call = { caller, params: request.params, audit: trail, ...inputs, ...effect };
    return answerOf(route, await logged(route, trail, () => route.handle(call as never)));
  };
  if (key === null) return run({ idempotencyKey: null, at: now() });
  const { teamId, keyId } = caller;
  const call = { teamId, keyId, key, url: request.originalUrl, body: request.body as unknown };
  return once(call, run);
}

/** Sees to the entry of a call. What is our own fault may have had its effect: what was begun stays as it is. */
async function logged(
  { audited }: Route,
  trail: AuditTrail,
  handle: () => Promise<Reply<unknown>>,
): Promise<Reply<unknown>> {
  try {
    const reply = await handle();
    if (audited && !reply.unchanged) await trail.end(reply.changed ?? null);
    return reply;
  } catch (error) {
    const problem = problemOf(error);
    if (problem && problem.status < 500) await trail.refuse();
    throw error;
  }
}

function answerOf(route: Route, reply: Reply<unknown>): Answer {
  const status = reply.status ?? route.status;
  if (!route.response) {
    const { bytes, contentType } = reply.body as RawBody;
    return { status, headers: { ...reply.headers, "content-type": contentType }, body: bytes };
  }
  const headers = { ...reply.headers, "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(z.encode(route.response, reply.body)) };
}

/** The resource in a call's path. */
function subjectOf({ params }: HttpRequest): string | null {
  return typeof params.id === "string" ? params.id : null;
}

function inputsOf(route: Route, request: HttpRequest): { query: unknown; body: unknown } {
  const query = parsed(route.query ?? NOTHING, request.query, ["query"]);
  return { query, body: parsed(route.body ?? NOTHING, request.body ?? {}) };
}

function methodNotAllowed(routes: Route[], path: string): RequestHandler {
  const allowed = routes.flatMap((route) => (route.path === path ? [route.method.toUpperCase()] : []));
  return (request, response) => {
    response.set("allow", allowed.join(", "));
    throw new ApiError(
      "METHOD_NOT_ALLOWED",
      `${request.method} is not allowed here, only ${allowed.join(", ")}.`,
    );
  };
}
