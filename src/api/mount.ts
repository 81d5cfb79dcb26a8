import express, {
  Router,
  type Request as HttpRequest,
  type RequestHandler,
  type Response as HttpResponse,
} from "express";
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { invalid } from "./problems.ts";
import type { Caller, RawBody, Reply, Route } from "./route.ts";

/** Finds out who calls; throws 401 or 403. */
export type Authenticate = (authorization: string | undefined, teamId: string | undefined) => Promise<Caller>;

const MAX_BODY = "4mb";
/** What is taken where a route declares nothing: a field that would be ignored is refused. */
const NOTHING = z.strictObject({});

/** Serves routes: authenticates, validates, calls the handler and encodes its answer by the route's schema. */
export function mountRoutes(routes: Route[], authenticate: Authenticate): Router {
  const router = Router({ caseSensitive: true });
  const callers = new WeakMap<HttpRequest, Caller>();
  router.use(async (request, _response, next) => {
    callers.set(request, await authenticate(request.get("authorization"), request.get("x-team-id")));
    next();
  });
  // Whatever the content type says: the API speaks nothing but JSON, and curl's default says form.
  router.use(express.json({ type: () => true, limit: MAX_BODY, strict: false }));
  for (const route of routes) {
    router[route.method](route.path, async (request, response) => {
      const input = { caller: callers.get(request), params: request.params, ...inputsOf(route, request) };
      const reply = await route.handle(input as never);
      send(response, route, reply);
    });
  }
  for (const path of new Set(routes.map((route) => route.path)))
    router.all(path, methodNotAllowed(routes, path));
  router.use((request) => {
    throw new ApiError("NOT_FOUND", `There is no endpoint ${request.method} /v1${request.path}.`);
  });
  return router;
}

function inputsOf(route: Route, request: HttpRequest): { query: unknown; body: unknown } {
  const query = (route.query ?? NOTHING).safeParse(request.query);
  if (!query.success) throw invalid(query.error, ["query"]);
  const body = (route.body ?? NOTHING).safeParse(request.body ?? {});
  if (!body.success) throw invalid(body.error);
  return { query: query.data, body: body.data };
}

function send(response: HttpResponse, route: Route, reply: Reply<unknown>): void {
  response.status(reply.status ?? route.status).set(reply.headers ?? {});
  if (route.response) return void response.json(z.encode(route.response, reply.body));
  const { bytes, contentType } = reply.body as RawBody;
  // As it was received: Express would rewrite it.
  response.setHeader("content-type", contentType);
  response.end(bytes);
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
