import type { Effort } from "./harness.ts";
import type { Gateway } from "./gateway.ts";
import type { Finding } from "./laps.ts";
import type { Stage } from "./stage.ts";
import type { Lifetime } from "../src/lifetime.ts";

/** What a part runs on. */
export interface Bench extends Effort {
  stage: Stage;
  gateway: Gateway;
  /** Of this part: what it opens is closed at its end. */
  lifetime: Lifetime;
  /** How many records it is about, where that was said. */
  size: number | null;
}

/** One part of the benchmark. */
export type Part = (bench: Bench) => Promise<Finding[]>;
