import { z } from "zod";
import { AuditEntry } from "../resources/audit-entry.ts";
import { between, rangesInOrder } from "../resources/record-filter.ts";
import { fromStored, Id } from "../resources/wire.ts";
import type { AuditDocument } from "../store/documents.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { ListOf, listing, listReply, pageOf, route, type Route } from "./route.ts";

const MOST_VALUES = 100;
const several = (value: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(value).max(MOST_VALUES))
    .optional();
const Word = z.string().min(1).max(100);

const AuditQuery = z
  .strictObject({
    ...between,
    action: several(Word).describe("such as connection.pause; several, separated by commas"),
    resource_type: several(Word),
    resource_id: several(Word),
    actor: several(Id("api_key")).describe("ids of keys"),
    ...listing,
  })
  .superRefine(rangesInOrder);

function presentEntry({ completed_at, ...entry }: AuditDocument): AuditEntry {
  return fromStored<AuditEntry>({
    ...entry,
    completed_at: completed_at === undefined ? entry.created_at : completed_at,
  });
}

/** The audit log: written by every call that changes something, kept for a year. */
export function auditLogRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: "get",
      path: "/audit_log",
      summary: "List who changed what, and who read a signing secret",
      scope: "admin",
      query: AuditQuery,
      response: ListOf(AuditEntry),
      handle: async ({ caller, query }) => {
        const { limit: _limit, order_by: _order, dir: _dir, next: _next, prev: _prev, ...filter } = query;
        const page = await store.audit.page(caller.teamId, filter, pageOf(query));
        return listReply(query, page, presentEntry);
      },
    }),
  ];
}
