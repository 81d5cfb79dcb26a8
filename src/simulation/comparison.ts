import type { Rule } from "../resources/rule.ts";
import type { Verdict } from "../rules/verdict.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { ConnectionDocument, SourceDocument, TransformationDocument } from "../store/documents.ts";
import type { Side } from "../store/simulation-windows.ts";
import type { SimulationDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { RunRule } from "../transform/pipeline.ts";
import { missingTransformation, runProgram } from "../transform/run.ts";
import { createJudge } from "./judge.ts";
import { isRouted, pastVerdict, type Subject } from "./subject.ts";
import { createWindows } from "./windows.ts";

/** What a comparison needs. */
export interface ComparisonDependencies {
  store: Pick<Store, "transformations" | "simulationWindows">;
  sandbox: Pick<Sandbox, "run">;
}

/** What is compared: a simulation's draft and the connection that it is of. */
export interface Compared {
  simulation: SimulationDocument;
  connection: ConnectionDocument;
  source: SourceDocument | null;
}

/** What came of a request, and what would come of it. */
export interface Verdicts {
  subject: Subject;
  before: Verdict;
  after: Verdict;
}

/** Compares what was with what would be. */
export interface Comparison {
  /** Copies are told by the requests between them too, whether or not these are counted. */
  deduplicates: boolean;
  /** The verdicts on what is counted; groups of subjects come in order of arrival. */
  compare: (subjects: Subject[]) => Promise<Verdicts[]>;
  /** Keeps what the next slice must know. */
  save: () => Promise<void>;
}

/**
 * "After" is what the draft makes of a request. "Before" is what really came of it, and where that is open, what the
 * connection's saved rules make of it. The draft starts with the windows of duplicates that were open when the first
 * request was received, as if it had been saved at that moment; the saved rules know all that ever were.
 */
export function createComparison(
  deps: ComparisonDependencies,
  { simulation, connection, source }: Compared,
  signal: AbortSignal,
): Comparison {
  const { store, sandbox } = deps;
  const programs = new Map<string, Promise<TransformationDocument | null>>();
  const programOf = (id: string) => {
    const program = programs.get(id) ?? store.transformations.find(simulation.team_id, id);
    programs.set(id, program);
    return program;
  };

  const runFor = ({ request, event, firstEventId }: Subject): RunRule => {
    const subject = {
      received_at: request.received_at,
      request_id: request._id,
      event_id: event?._id ?? firstEventId,
      connection: { id: connection._id, name: connection.name },
      source: source && { id: source._id, name: source.name },
    };
    return async ({ transformation_id }, payload) => {
      const program = await programOf(transformation_id);
      if (!program) return missingTransformation(transformation_id);
      // A share of its own: live deliveries, of this connection too, take turns with it.
      const options = { signal, share: simulation._id };
      return { ...(await runProgram(sandbox, program, payload, subject, options)), execution_id: null };
    };
  };

  function sideOf(side: Side, rulesJson: string, claimedBefore: Date | null) {
    const rules = JSON.parse(rulesJson) as Rule[];
    const rule = rules.find((it) => it.type === "deduplicate");
    const settings = { ledger: { simulation, side }, connectionId: connection._id, claimedBefore };
    const windows = rule ? createWindows(store.simulationWindows, { ...settings, rule }) : null;
    return { windows, judge: createJudge(rules, windows, runFor) };
  }

  const draft = sideOf("draft", simulation.rules, simulation.first_at);
  const saved = sideOf("saved", simulation.saved_rules, null);
  return {
    deduplicates: draft.windows !== null || saved.windows !== null,
    async compare(subjects) {
      const routed = subjects.filter(isRouted);
      const past = new Map(routed.map((subject) => [subject, pastVerdict(subject)]));
      const open = routed.filter((subject) => past.get(subject) === null);
      const [after, before] = await Promise.all([draft.judge(routed), saved.judge(open)]);
      return subjects.flatMap((subject) => {
        if (!subject.counted) return [];
        const refused = refusedVerdict(subject);
        return {
          subject,
          before: past.get(subject) ?? before.get(subject) ?? refused,
          after: after.get(subject) ?? refused,
        };
      });
    },
    async save() {
      await draft.windows?.save();
      await saved.windows?.save();
    },
  };
}

/** No rules see what ingress refused. */
function refusedVerdict({ request }: Subject): Verdict {
  return { outcome: "rejected", cause: request.rejection_cause, detail: null };
}
