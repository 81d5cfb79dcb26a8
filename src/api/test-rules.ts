import { z } from "zod";
import { dedupeKey } from "../outbox/dedupe.ts";
import { readForm } from "../payload/read.ts";
import { EventCause } from "../resources/event.ts";
import { RequestPayload, TrialExecution } from "../resources/execution.ts";
import { Rules, type Rule } from "../resources/rule.ts";
import { Id, JsonValue, Timestamp } from "../resources/wire.ts";
import { stagesOf, type End, type StageResult } from "../rules/pipeline.ts";
import { retrySchedule } from "../rules/retry.ts";
import { routeOver, type Junction, type Route as Routing } from "../rules/routing.ts";
import { pass, type RunRule } from "../transform/pipeline.ts";
import { missingTransformation } from "../transform/run.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { invalidField } from "./problems.ts";
import { route, type Route } from "./route.ts";
import { exactlyOne, findTrial, TRIAL_FIELDS, trialFields, tryCode, type Trial } from "./trial.ts";
import { refuseUnknownTransformations } from "./unknown-transformations.ts";

const TestInput = z
  .strictObject({
    connection_id: Id("connection").optional(),
    rules: Rules.optional().describe("a draft, as of a connection that is enabled"),
    ...trialFields,
  })
  .superRefine(exactlyOne("connection_id", "rules"))
  .superRefine(exactlyOne(...TRIAL_FIELDS));

const Failure = z.object({ path: z.string(), operator: z.string(), expected: JsonValue, actual: JsonValue });
const index = z.int().describe("of the rule, from 0");
const reached = z.boolean().describe("whether a rule before it had not ended the event");

/** What one rule came to. There is one for each rule, in their order. */
const RuleResult = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("filter"),
    index,
    reached,
    matched: z.boolean().nullable(),
    failed: Failure.nullable().describe("the first condition that did not match"),
  }),
  z.object({
    type: z.literal("transform"),
    index,
    reached,
    transformation_id: Id("transformation"),
    execution: TrialExecution.nullable().describe("with the request before it, input, and after it, output"),
  }),
  z.object({
    type: z.literal("deduplicate"),
    index,
    key: z.string().describe("equal keys within the window are copies"),
    window: z.int(),
  }),
  z.object({ type: z.literal("delay"), index, delay: z.int() }),
  z.object({ type: z.literal("retry"), index, waits: z.array(z.int()).describe("ms, without jitter") }),
]);
type RuleResult = z.output<typeof RuleResult>;

const Outcome = z.object({
  status: z.enum(["queued", "held", "ignored", "failed"]),
  cause: EventCause.nullable(),
  cause_detail: z.record(z.string(), JsonValue).nullable(),
  payload: RequestPayload.nullable().describe("what would be delivered"),
  first_attempt_at: Timestamp.nullable().describe("null: at once, or never"),
  retry_waits: z.array(z.int()).describe("ms, without jitter; of the default where there is no retry rule"),
});

const TestResult = z.object({ steps: z.array(RuleResult), outcome: Outcome });

/** Takes a request through rules, one step after the other; nothing is delivered or stored. */
export function testRulesRoute(deps: ApiDependencies): Route {
  return route({
    method: "post",
    path: "/connections/test_rules",
    summary: "Try a connection's rules, or a draft of them, on a request",
    audited: null,
    body: TestInput,
    response: TestResult,
    handle: async ({ caller: { teamId }, body: { connection_id, rules, ...on } }) => {
      const found = await findTrial(deps, teamId, on);
      const { junction, subject } = connection_id
        ? await savedJunction(deps, teamId, connection_id)
        : await draftJunction(deps, teamId, rules ?? []);
      return {
        body: await testRules(deps, teamId, junction, {
          ...found,
          subject: { ...found.subject, ...subject },
        }),
      };
    },
  });
}

async function draftJunction({ store }: ApiDependencies, teamId: string, rules: Rule[]) {
  const exists = async (id: string) => (await store.transformations.find(teamId, id)) !== null;
  await refuseUnknownTransformations(rules, exists);
  const connection = { enabled: true, paused_at: null, rules };
  return { junction: { connection, destination: { enabled: true } }, subject: {} };
}

async function savedJunction({ store }: ApiDependencies, teamId: string, id: string) {
  const connection = await store.connections.find(teamId, id);
  if (!connection) throw invalidField("connection_id", `there is no connection ${id}`);
  const [source, destination] = await Promise.all([
    store.sources.find(teamId, connection.source_id),
    store.destinations.find(teamId, connection.destination_id),
  ]);
  const subject = {
    connection: { id, name: connection.name },
    source: source && { id: source._id, name: source.name },
  };
  return { junction: { connection, destination }, subject };
}

async function testRules(deps: ApiDependencies, teamId: string, junction: Junction, trial: Trial) {
  const { rules } = junction.connection;
  const executions = new Map<TransformRule, TrialExecution>();
  const run: RunRule = async (rule, payload) => {
    const found = await deps.store.transformations.find(teamId, rule.transformation_id);
    if (!found) return missingTransformation(rule.transformation_id);
    const { _id: transformation_id, version, code, env } = found;
    const tried = { transformation_id, version, code, env };
    const { execution, output } = await tryCode(deps, tried, { ...trial, payload });
    executions.set(rule, execution);
    return execution.error
      ? { status: "error", error: execution.error, execution_id: null }
      : { status: "ok", output, execution_id: null };
  };
  const { end, passages } = await pass(stagesOf(rules), trial.payload, run);
  const results = new Map(passages.map(({ stage, result }) => [stage.index, result]));
  const steps = rules.map((rule, at) =>
    stepOf(rule, at, trial, results.get(at), rule.type === "transform" ? executions.get(rule) : undefined),
  );
  const data = { ...trial.payload, query: readForm(trial.payload.query) };
  const routing = routeOver(junction, data, trial.subject.received_at);
  return { steps, outcome: outcomeOf(routing, end, rules) };
}

type TransformRule = Extract<Rule, { type: "transform" }>;

function stepOf(
  rule: Rule,
  index: number,
  { received }: Trial,
  result: StageResult | undefined,
  execution: TrialExecution | undefined,
): RuleResult {
  const { type } = rule;
  switch (type) {
    case "filter": {
      const filtered = result?.type === "filter" ? result : null;
      const failed = filtered?.matched === false ? filtered.failed : null;
      return { type, index, reached: filtered !== null, matched: filtered?.matched ?? null, failed };
    }
    case "transform": {
      const { transformation_id } = rule;
      return { type, index, reached: result !== undefined, transformation_id, execution: execution ?? null };
    }
    case "deduplicate":
      return { type, index, key: dedupeKey(rule, received), window: rule.window };
    case "delay":
      return { type, index, delay: rule.delay };
    case "retry":
      return { type, index, waits: retrySchedule(rule) };
  }
}

/** Switches come before rules, and a pause comes before what is done only when the event is to be sent. */
function outcomeOf(routing: Routing, end: End, rules: Rule[]): z.output<typeof Outcome> {
  const payload = end.next === "deliver" ? end.payload : null;
  const retry_waits = retrySchedule(rules.find((rule) => rule.type === "retry") ?? null);
  const none = { cause: null, cause_detail: null, first_attempt_at: null, payload, retry_waits };
  if (routing.outcome === "ignored") {
    return { ...none, status: "ignored", cause: routing.cause, cause_detail: routing.detail, payload: null };
  }
  if (routing.outcome === "held") return { ...none, status: "held" };
  if (end.next === "deliver") {
    return { ...none, status: "queued", first_attempt_at: routing.firstAttemptAt };
  }
  const cause = end.next === "failed" ? "TRANSFORMATION_FAILED" : "FILTERED";
  return { ...none, status: end.next, cause, cause_detail: end.detail };
}
