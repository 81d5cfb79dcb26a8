import { unfinishedPiece } from "../form/json-draft.ts";
import { counted, duration } from "../format.ts";
import type { Wire } from "../wire.ts";

/** A rule in a few words. */
export function wordsOf(rule: Wire["rule"], transformationName: (id: string) => string): string {
  switch (rule.type) {
    case "filter": {
      const parts = (["body", "headers", "query", "path"] as const).filter(
        (part) => rule[part] !== undefined,
      );
      return `filter by ${parts.join(", ")}`;
    }
    case "transform":
      return `transform: ${transformationName(rule.transformation_id)}`;
    case "deduplicate":
      return `deduplicate for ${duration(rule.window)}`;
    case "delay":
      return `delay ${duration(rule.delay)}`;
    case "retry":
      return retryWords(rule);
  }
}

function retryWords(rule: Extract<Wire["rule"], { type: "retry" }>): string {
  if (rule.strategy === "custom") return `retry after ${rule.schedule.map(duration).join(", ")}`;
  const every =
    rule.strategy === "linear"
      ? `every ${duration(rule.interval)}`
      : `from ${duration(rule.interval)} on, doubling`;
  return `retry ${counted(rule.count, "time")}, ${every}`;
}

/** What an editor offers to add, one of each type: what only the operator can know is left open, so as to stop nothing. */
export const TEMPLATES: Record<Wire["rule"]["type"], Record<string, unknown>> = {
  filter: {
    type: "filter",
    body: unfinishedPiece({}, { text: "", fault: "The filter does not say yet what it lets through." }),
  },
  transform: {
    type: "transform",
    transformation_id: unfinishedPiece({}, { text: '""', fault: "Choose a transformation." }),
  },
  deduplicate: { type: "deduplicate", window: 60_000 },
  delay: { type: "delay", delay: 5000 },
  retry: { type: "retry", strategy: "exponential", interval: 60_000, max_interval: 3_600_000, count: 5 },
};
