import { z } from "zod";
import type { Json } from "./wire.ts";

/**
 * One part of a filter rule: a plain value (equality), an object matched field by field, or operators such as
 * `{"$gt": 5}`. The syntax is checked when a rule is saved.
 */
export const Condition = z.json();
export type Condition = Json;
