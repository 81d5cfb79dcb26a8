import { useState } from "preact/hooks";
import { useDirectory } from "../directory.ts";
import { DraftCard } from "../form/draft-card.tsx";
import { draftOfValue, textOf } from "../form/json-draft.ts";
import { useResourceDraft, type ResourceDraft } from "../form/use-resource-draft.ts";
import { usePreferences } from "../preferences.ts";
import type { Wire } from "../wire.ts";
import { ChooseTransformation } from "./choose-transformation.tsx";
import { TEMPLATES, wordsOf } from "./rule-words.ts";
import { RulesForm } from "./rules-form.tsx";

/** The draft of a connection's rules. */
export function useRulesDraft(
  connection: Wire["connection"],
  put: (connection: Wire["connection"]) => void,
): ResourceDraft {
  return useResourceDraft({
    path: `/connections/${connection.id}`,
    resource: connection,
    textOf: ({ rules }) => rulesText(rules),
    bodyOf: (rules) => (Array.isArray(rules) ? { rules } : null),
    called: "rules",
    put,
    saved: "The rules are saved, and hold for what comes and for what waits.",
  });
}

/** The rules of a draft; null where it is none yet. */
export const rulesOf = ({ value, fault }: Pick<ResourceDraft, "value" | "fault">): unknown[] | null =>
  fault === null && Array.isArray(value) ? value : null;

/** Edits rules in a form or as JSON, with pieces to add, and tells each fault beside its field or line. */
export function RulesEditor({ draft }: { draft: ResourceDraft }) {
  const [choosing, setChoosing] = useState(false);
  const { editor } = usePreferences();
  const { value } = draft;
  const put = (rules: unknown[]) => draft.edit(draftOfValue(rules));
  const append = (rule: unknown) => put([...(Array.isArray(value) ? (value as unknown[]) : []), rule]);
  const add = (type: keyof typeof TEMPLATES) => {
    // A form chooses in the rule itself; as JSON, nobody knows the ids.
    if (type === "transform" && editor === "json") setChoosing(true);
    else append(TEMPLATES[type]);
  };
  const isList = Array.isArray(value);
  return (
    <DraftCard
      title="Rules"
      save="Save rules"
      draft={draft}
      field="rules"
      patch="/v1/connections/{id}"
      form={({ properties }) =>
        isList && properties?.rules?.items ? (
          <RulesForm
            schema={properties.rules.items}
            rules={value as unknown[]}
            faults={draft.problem?.errors ?? []}
            change={put}
          />
        ) : null
      }
      above={
        <div class="chips" role="group" aria-label="Add a rule">
          {(Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]).map((type) => (
            <button key={type} type="button" class="chip add" onClick={() => add(type)} disabled={!isList}>
              + {type}
            </button>
          ))}
        </div>
      }
      below={
        <>
          {draft.fault === null && !isList ? (
            <p class="notice bad" role="alert">
              Rules are a list: [ … ]
            </p>
          ) : null}
          {isList && (editor === "json" || value.length === 0) ? (
            <InWords rules={value as unknown[]} />
          ) : null}
          {choosing ? (
            <ChooseTransformation
              chosen={(id) => append({ ...TEMPLATES.transform, transformation_id: id })}
              close={() => setChoosing(false)}
            />
          ) : null}
        </>
      }
    />
  );
}

/** Rules as text to be edited, each with its type first. */
const rulesText = (rules: readonly Wire["rule"][]): string =>
  textOf(rules.map(({ type, ...rest }) => ({ type, ...rest })));

function InWords({ rules }: { rules: unknown[] }) {
  const { transformations } = useDirectory();
  const nameOf = (id: string) => transformations.get(id)?.name ?? id;
  if (rules.length === 0) return <p class="faint">Without rules, everything is delivered as it came.</p>;
  return (
    <ol class="in-words">
      {rules.map((rule, at) => (
        <li key={at}>{tryWords(rule, nameOf)}</li>
      ))}
    </ol>
  );
}

/** A draft may be anything. */
function tryWords(rule: unknown, nameOf: (id: string) => string): string {
  try {
    return wordsOf(rule as Wire["rule"], nameOf) ?? "unknown rule";
  } catch {
    return "not complete yet";
  }
}
