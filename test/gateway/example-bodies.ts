import type { Route } from "../../src/api/route.ts";

const CODE = 'addHandler("transform", (request) => request)';
const URL = "http://127.0.0.1:9/";

/** A valid body for each route that takes one and does not take `{}`. A new route adds its own here. */
const BODIES: Record<string, (ids: Record<string, string>) => object> = {
  "post /sources": () => ({ name: "example" }),
  "post /destinations": () => ({ name: "example", url: URL }),
  "post /connections": () => ({
    source: { name: "of a connection" },
    destination: { name: "of a connection", url: URL },
  }),
  "post /connections/test_filter": () => ({ filter: {} }),
  "post /connections/test_rules": () => ({ rules: [], request: {} }),
  "post /connections/:id/simulate": () => ({ rules: [] }),
  "post /transformations": () => ({ name: "example", code: CODE }),
  "post /transformations/run": () => ({ code: CODE, request: {} }),
  "post /transformations/:id/test": () => ({ request: {} }),
  "post /api_keys": () => ({ name: "example", scopes: ["read"] }),
  "post /events/bulk_operations": ({ events }) => ({ ids: [events] }),
  "post /requests/bulk_operations": ({ requests }) => ({ ids: [requests] }),
  "patch /events/bulk_operations/:id": () => ({ rate_per_second: 1 }),
  "patch /requests/bulk_operations/:id": () => ({ rate_per_second: 1 }),
};

/** A valid body for the route, or undefined where it takes none. Throws where a new route has no example yet. */
export function exampleBody(route: Route, ids: Record<string, string>): object | undefined {
  if (!route.body) return undefined;
  const name = `${route.method} ${route.path}`;
  const body = BODIES[name]?.(ids) ?? {};
  if (route.method === "put" && !route.path.includes(":")) return body;
  const { error } = route.body.safeParse(body);
  if (error) throw new Error(`give ${name} a valid example in example-bodies.ts: ${error.message}`);
  return body;
}
