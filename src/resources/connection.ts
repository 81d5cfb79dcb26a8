import { z } from "zod";
import { Destination, DestinationInput } from "./destination.ts";
import { Rules } from "./rule.ts";
import { Source, SourceInput } from "./source.ts";
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
export const Connection = ConnectionRecord.extend({ source: Source, destination: Destination });

const ends = {
  source_id: Id("source").optional(),
  source: SourceInput.optional(),
  destination_id: Id("destination").optional(),
  destination: DestinationInput.optional(),
};

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
  .superRefine((it, context) => {
    for (const end of ["source", "destination"] as const) {
      if ((it[end] === undefined) === (it[`${end}_id`] === undefined)) {
        const message = `give exactly one of ${end}_id and ${end}`;
        context.addIssue({ code: "custom", path: [`${end}_id`], message });
      }
    }
  });
export type ConnectionInput = z.output<typeof ConnectionInput>;

export const ConnectionPatch = z.strictObject(settings).partial();
export type ConnectionPatch = z.output<typeof ConnectionPatch>;
