import { readForm } from "../payload/read.ts";
import type { RequestPayload } from "../resources/execution.ts";
import type { TransformRule } from "../resources/rule.ts";
import { matchFilter } from "../rules/filter.ts";
import { nextStep, type End, type RunResult, type Stage, type StageResult } from "../rules/pipeline.ts";

/** Runs one transformation on what the stages before it made. */
export type RunRule = (rule: TransformRule, payload: RequestPayload) => Promise<RunResult>;

/** A stage that was reached. */
export interface Passage {
  stage: Stage;
  before: RequestPayload;
  result: StageResult;
}

/** Takes a request through stages, as far as it gets. */
export async function pass(
  stages: readonly Stage[],
  received: RequestPayload,
  run: RunRule,
): Promise<{ end: End; passages: Passage[] }> {
  const passages: Passage[] = [];
  for (;;) {
    const step = nextStep(
      stages,
      received,
      passages.map(({ result }) => result),
    );
    if (step.next !== "stage") return { end: step, passages };
    const { stage, payload } = step;
    passages.push({ stage, before: payload, result: await resultOf(stage, payload, run) });
  }
}

async function resultOf({ rule }: Stage, payload: RequestPayload, run: RunRule): Promise<StageResult> {
  if (rule.type === "transform") return { type: "transform", ...(await run(rule, payload)) };
  return { type: "filter", ...matchFilter(rule, { ...payload, query: readForm(payload.query) }) };
}
