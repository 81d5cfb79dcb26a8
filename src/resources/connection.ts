import { z } from "zod";
import { Destination, DestinationUpsert } from "./destination.ts";
import { Rules } from "./rule.ts";
import { Source, SourceUpsert } from "./source.ts";
import { base, Description, Id, Name, Timestamp } from "./wire.ts";

/**
 * Where an event's first attempt is made: in its workflow, without one, or without one only while Temporal can't
 * keep up.
 */
export const FirstAttempt = z.enum(["workflow", "direct", "auto"]);
export type FirstAttempt = z.output<typeof FirstAttempt>;

const settings = {
  name: Name.nullable(),
  description: Description,
  rules: Rules,
  first_attempt: FirstAttempt,
  enabled: z.boolean(),
};

/** A connection as stored: source and destination by id. */
export const ConnectionRecord = z.object({
  ...base("connection"),
  ...settings,
  source_id: Id("source"),
  destination_id: Id("destination"),
  disabled_at: Timestamp.nullable(),
  paused_at: Timestamp.nullable(),
});
export type Connection = z.output<typeof ConnectionRecord>;

/** A connection as answered: with its source and destination. */
export const Connection = ConnectionRecord.extend({ source: Source, destination: Destination }).meta({
  id: "Connection",
});

const ends = {
  source_id: Id("source").optional(),
  source: SourceUpsert.optional(),
  destination_id: Id("destination").optional(),
  destination: DestinationUpsert.optional(),
};

const oneOfEachEnd = (
  it: z.output<z.ZodObject<typeof ends>>,
  context: z.core.$RefinementCtx,
  required: boolean,
) => {
  for (const end of ["source", "destination"] as const) {
    const given = [it[end], it[`${end}_id`]].filter((value) => value !== undefined).length;
    if (given === 1 || (given === 0 && !required)) continue;
    context.addIssue({
      code: "custom",
      path: [`${end}_id`],
      message: `give exactly one of ${end}_id and ${end}`,
    });
  }
};

/** What POST takes: each end by id, or inline and then upserted by name. */
export const ConnectionInput = z
  .strictObject({
    ...settings,
    name: settings.name.default(null),
    description: settings.description.default(null),
    rules: settings.rules.default([]),
    first_attempt: settings.first_attempt.optional(),
    enabled: settings.enabled.default(true),
    ...ends,
  })
  .superRefine((it, context) => oneOfEachEnd(it, context, true));
export type ConnectionInput = z.output<typeof ConnectionInput>;

/** What PUT takes: a connection of that name keeps what is left out. */
export const ConnectionUpsert = z
  .strictObject({ ...z.strictObject(settings).partial().shape, name: Name, ...ends })
  .superRefine((it, context) => oneOfEachEnd(it, context, false));

/** What PATCH takes: the ends stay, only PUT moves them. */
export const ConnectionPatch = z.strictObject(settings).partial();
export type ConnectionPatch = z.output<typeof ConnectionPatch>;
