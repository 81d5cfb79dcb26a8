import type { RequestPayload } from "../resources/execution.ts";
import type { FilterRule, Rule, TransformRule } from "../resources/rule.ts";
import type { Json } from "../resources/wire.ts";
import type { FilterResult } from "./filter.ts";

/** A rule that a payload passes on its way, and its place among the connection's rules. */
export interface Stage {
  index: number;
  rule: FilterRule | TransformRule;
}

/** What a run of a transformation came to, as far as the next step depends on it. */
export type RunResult =
  | { status: "ok"; output: RequestPayload | null; execution_id: string | null }
  | { status: "error" | "timeout" | "memory"; error: { message: string }; execution_id: string | null };

/** What a stage made of the payload. */
export type StageResult = ({ type: "filter" } & FilterResult) | ({ type: "transform" } & RunResult);

/** Where a payload ends up, and why. */
export type End =
  | { next: "deliver"; payload: RequestPayload }
  | { next: "ignored"; detail: Record<string, Json> }
  | { next: "failed"; detail: Record<string, Json> };

/** What is to be done next. */
export type Step = { next: "stage"; stage: Stage; payload: RequestPayload } | End;

/** All filters and transformations, in the order given. */
export function stagesOf(rules: readonly Rule[]): Stage[] {
  return rules.flatMap((rule, index) =>
    rule.type === "filter" || rule.type === "transform" ? [{ index, rule }] : [],
  );
}

/** The filters before the first transformation: they see the request as received, and routing decides them. */
export function filtersAtRouting(rules: readonly Rule[]): FilterRule[] {
  const first = rules.findIndex((rule) => rule.type === "transform");
  const before = first === -1 ? rules : rules.slice(0, first);
  return before.filter((rule) => rule.type === "filter");
}

/** What routing has left to be done before an event's delivery: all from the first transformation on. */
export function stagesAfterRouting(rules: readonly Rule[]): Stage[] {
  const stages = stagesOf(rules);
  const first = stages.findIndex(({ rule }) => rule.type === "transform");
  return first === -1 ? [] : stages.slice(first);
}

/**
 * What comes next, given what the first of the stages made of the payload. A filter that doesn't match and a
 * transformation that returns nothing end the event as ignored, a run that fails ends it as failed; each stage gets
 * what the transformation before it made.
 */
export function nextStep(
  stages: readonly Stage[],
  received: RequestPayload,
  results: readonly StageResult[],
): Step {
  let payload = received;
  for (const [at, result] of results.entries()) {
    const end = endOf(stages[at]!, result);
    if (end) return end;
    if (result.type === "transform" && result.status === "ok") payload = result.output ?? payload;
  }
  const stage = stages[results.length];
  return stage ? { next: "stage", stage, payload } : { next: "deliver", payload };
}

function endOf({ index, rule }: Stage, result: StageResult): End | null {
  if (result.type === "filter") {
    return result.matched ? null : { next: "ignored", detail: { rule: index, failed: { ...result.failed } } };
  }
  const { execution_id } = result;
  const transformation_id = rule.type === "transform" ? rule.transformation_id : null;
  const detail = { rule: index, transformation_id, execution_id };
  if (result.status !== "ok") return { next: "failed", detail: { ...detail, error: result.error.message } };
  return result.output === null ? { next: "ignored", detail } : null;
}
