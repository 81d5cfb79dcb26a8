import { Request } from "../resources/request.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { notFound } from "./problems.ts";
import { presentRequest } from "./records.ts";
import { route, type Route } from "./route.ts";

/** What a person may ask for: that nothing is kept of what was sent. It can't be undone, and so needs an admin's key. */
export function erasureRoutes({ store, now }: ApiDependencies): Route[] {
  return [
    route({
      method: "delete",
      path: "/requests/:id/data",
      summary: "Erase a request's data, and its events'; those that still wait are cancelled",
      scope: "admin",
      audited: { type: "request", verb: "erase_data" },
      response: Request,
      handle: async ({ caller, params, audit }) => {
        const found = await store.requests.find(caller.teamId, params.id);
        await audit.begin();
        const erased = await store.erasure.erase(caller.teamId, params.id, now());
        if (!erased) throw notFound("request", params.id);
        // No more than that: the log must not keep what was erased.
        const before = { data_erased_at: found?.data_erased_at ?? null };
        const after = { data_erased_at: erased.data_erased_at };
        return { body: presentRequest(erased), changed: { before, after, schema: Request } };
      },
    }),
  ];
}
