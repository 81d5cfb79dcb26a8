import { z } from "zod";
import { MaxFailures, Rate } from "./bulk-operation.ts";
import { EventFilterBody, RequestFilterBody } from "./record-filter.ts";

const options = {
  all: z.literal(true).optional().describe("takes everything: an empty filter is refused without it"),
  dry_run: z.boolean().default(false).describe("counts and shows what would be taken, and changes nothing"),
  rate_per_second: Rate.optional(),
  max_failures: MaxFailures.optional(),
  canary: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      "so many are sent first; it goes on only if the attempts that it ordered deliver all of them, without a retry",
    ),
};
const OPTIONS = new Set([...Object.keys(options), "action", "refresh"]);

/** A filter that is empty by mistake would take everything. */
const refuseEmpty = (input: Record<string, unknown>, context: z.RefinementCtx) => {
  const filtered = Object.entries(input).some(([name, value]) => value !== undefined && !OPTIONS.has(name));
  if (filtered || input.all) return;
  context.addIssue({ code: "custom", message: 'must have a filter, such as "status", or "all": true' });
};

const RETRY_ONLY = ["canary", "max_failures", "refresh"] as const;

/** What a bulk operation on events is made from. */
export const EventBulkInput = EventFilterBody.extend({
  ...options,
  action: z.enum(["retry", "cancel"]).default("retry"),
  refresh: z.boolean().optional().describe("transforms the original requests anew, by the present rules"),
}).superRefine((input, context) => {
  refuseEmpty(input, context);
  if (input.action === "retry") return;
  for (const name of RETRY_ONLY) {
    if (input[name] === undefined) continue;
    context.addIssue({ code: "custom", path: [name], message: "is for retries: a cancel sends nothing" });
  }
});
export type EventBulkInput = z.output<typeof EventBulkInput>;

/** What a bulk operation on requests is made from. */
export const RequestBulkInput = RequestFilterBody.extend({
  ...options,
  action: z.literal("retry").default("retry"),
}).superRefine(refuseEmpty);
export type RequestBulkInput = z.output<typeof RequestBulkInput>;
