import type { Rule } from "../resources/rule.ts";
import { stagesAfterRouting, type End } from "../rules/pipeline.ts";
import { routeOver } from "../rules/routing.ts";
import type { Verdict } from "../rules/verdict.ts";
import { delivered, receivedPayload, rewrite } from "../transform/payload.ts";
import { pass, type RunRule } from "../transform/pipeline.ts";
import type { Subject } from "./subject.ts";
import type { Windows } from "./windows.ts";

/**
 * What one set of rules makes of requests, which come in order of arrival: the same as routing and delivery would. There
 * is a verdict on each that is `counted`; the others only open windows.
 */
export type Judge = (subjects: Subject[]) => Promise<Map<Subject, Verdict>>;

/** `windows` is null where the rules don't deduplicate; `runFor` gives what runs transformations on a subject. */
export function createJudge(
  rules: readonly Rule[],
  windows: Windows | null,
  runFor: (subject: Subject) => RunRule,
): Judge {
  const junction = {
    connection: { enabled: true, paused_at: null, rules: [...rules] },
    destination: { enabled: true },
  };
  const stages = stagesAfterRouting(rules);

  async function transform(subject: Subject): Promise<Verdict> {
    const { end } = await pass(stages, subject.received, runFor(subject));
    return verdictOf(end, subject);
  }

  /** What routing ends; all others go on to their transformations. */
  async function route(subjects: Subject[]): Promise<Map<Subject, Verdict>> {
    const ended = new Map<Subject, Verdict>();
    for (const subject of subjects) {
      const route = routeOver(junction, subject.data, subject.request.received_at);
      if (route.outcome === "ignored" && route.cause === "FILTERED") {
        ended.set(subject, { outcome: "ignored", cause: route.cause, detail: route.detail });
      }
    }
    const through = subjects.filter((subject) => !ended.has(subject));
    const owners = (await windows?.claim(through)) ?? [];
    for (const [index, { event_id }] of owners.entries()) {
      const subject = through[index]!;
      if (event_id === subject.firstEventId) continue;
      ended.set(subject, { outcome: "ignored", cause: "DUPLICATE", detail: { duplicate_of: event_id } });
    }
    return ended;
  }

  return async (subjects) => {
    const ended = await route(subjects);
    const judged = subjects
      .filter(({ counted }) => counted)
      .map(async (subject) => [subject, ended.get(subject) ?? (await transform(subject))] as const);
    return new Map(await Promise.all(judged));
  };
}

function verdictOf(end: End, { request, received }: Subject): Verdict {
  if (end.next === "ignored") return { outcome: "ignored", cause: "FILTERED", detail: end.detail };
  if (end.next === "failed") return { outcome: "failed", cause: "TRANSFORMATION_FAILED", detail: end.detail };
  const made = end.payload === received ? null : rewrite(received, end.payload);
  const payload = made ? receivedPayload(delivered(request, made)) : received;
  return { outcome: "delivered", cause: null, detail: null, payload };
}
