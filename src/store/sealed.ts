import { DestinationRecord } from "../resources/destination.ts";
import { Source } from "../resources/source.ts";
import { TransformationRecord } from "../resources/transformation.ts";
import { IdempotencyRecord } from "./idempotency.ts";
import { Setting } from "./key-digest.ts";

/** The collections that hold secrets, each with the schema that tells which fields they are. */
export const SEALED = {
  settings: Setting,
  sources: Source,
  destinations: DestinationRecord,
  transformations: TransformationRecord,
  transformation_versions: TransformationRecord,
  idempotency_keys: IdempotencyRecord,
} as const;
/** A collection that holds secrets. */
export type SealedCollection = keyof typeof SEALED;
