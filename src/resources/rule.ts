import { z } from "zod";
import { Condition } from "./filter.ts";
import { LONGEST_WAIT } from "./limits.ts";
import { Id } from "./wire.ts";

/** The conditions of a filter, which are ANDed. */
export const FilterParts = z.strictObject({
  body: Condition.optional(),
  headers: Condition.optional(),
  query: Condition.optional(),
  path: Condition.optional(),
});
/** Lets an event pass, or ends it as ignored. */
export const FilterRule = FilterParts.extend({ type: z.literal("filter") }).refine(
  (it) => [it.body, it.headers, it.query, it.path].some((part) => part !== undefined),
  { message: "give at least one of body, headers, query and path", path: [] },
);
export type FilterRule = z.output<typeof FilterRule>;

/** Names the code that changes the request before it is delivered. */
export const TransformRule = z.strictObject({
  type: z.literal("transform"),
  transformation_id: Id("transformation"),
});
export type TransformRule = z.output<typeof TransformRule>;

const FIELD_PATH = /^(body|headers|query|path|method)((\.[^.[\]]+)|(\[(\d+|\*)\]))*$/;
const FieldPath = z
  .string()
  .max(1024)
  .regex(FIELD_PATH, "must be a path such as body.id, body.items[*].sku, headers.x-id or query.k");

/** Of equal requests within `window` milliseconds one is delivered. */
export const DeduplicateRule = z.strictObject({
  type: z.literal("deduplicate"),
  window: z.int().min(1000).max(LONGEST_WAIT),
  include_fields: z.array(FieldPath).min(1).max(64).optional(),
  exclude_fields: z.array(FieldPath).min(1).max(64).optional(),
});
export type DeduplicateRule = z.output<typeof DeduplicateRule>;

/** Milliseconds between the receipt and the first attempt. */
export const DelayRule = z.strictObject({
  type: z.literal("delay"),
  delay: z.int().min(1).max(LONGEST_WAIT),
});
export type DelayRule = z.output<typeof DelayRule>;

const Wait = z.int().min(100).max(LONGEST_WAIT);
const retried = {
  type: z.literal("retry"),
  response_status_codes: z
    .array(
      z
        .string()
        .regex(/^!?[1-5]\d\d(-[1-5]\d\d)?$/, "must be a status or a range, such as 429, 500-599 or !501")
        .refine((text) => {
          const [low, high] = text.replace("!", "").split("-");
          return high === undefined || Number(low) <= Number(high);
        }, "must be a range from the lower to the higher status"),
    )
    .min(1)
    .max(100)
    .optional()
    .describe("Which answers are retried; by default all but 2xx"),
};
/** Which failed attempts are repeated, and when: all waits in milliseconds, before the jitter. */
export const RetryRule = z.discriminatedUnion("strategy", [
  z.strictObject({
    ...retried,
    strategy: z.literal("linear"),
    interval: Wait,
    count: z.int().min(1).max(50),
  }),
  z.strictObject({
    ...retried,
    strategy: z.literal("exponential"),
    interval: Wait,
    max_interval: Wait.optional(),
    count: z.int().min(1).max(50),
  }),
  z.strictObject({ ...retried, strategy: z.literal("custom"), schedule: z.array(Wait).min(1).max(50) }),
]);
export type RetryRule = z.output<typeof RetryRule>;

/** One rule of a connection, told by its `type`. */
export const Rule = z
  .discriminatedUnion("type", [FilterRule, TransformRule, DeduplicateRule, DelayRule, RetryRule])
  .meta({ id: "Rule" });
export type Rule = z.output<typeof Rule>;

const REPEATABLE = new Set(["filter", "transform"]);

/** The rules of a connection, in the order in which its filters and transformations run. */
export const Rules = z
  .array(Rule)
  .max(50)
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    rules.forEach((rule, index) => {
      if (seen.has(rule.type) && !REPEATABLE.has(rule.type)) {
        context.addIssue({
          code: "custom",
          path: [index, "type"],
          message: `only one ${rule.type} rule is allowed`,
        });
      }
      seen.add(rule.type);
    });
  });
