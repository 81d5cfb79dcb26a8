import { DraftCard } from "../form/draft-card.tsx";
import { draftOfValue, isFields, textOf } from "../form/json-draft.ts";
import { ObjectFields } from "../form/schema-field.tsx";
import type { Schema } from "../form/schema.ts";
import { useResourceDraft } from "../form/use-resource-draft.ts";
import type { Wire } from "../wire.ts";

/** A source or a destination. */
export type End = Wire["source"] | Wire["destination"];
/** As the API's paths name them. */
export type Noun = "sources" | "destinations";

/** What the API sets by itself, or a button does: everything else may be changed. */
const FIXED = new Set(["id", "team_id", "created_at", "updated_at", "disabled_at", "token", "enabled"]);

/** Edits the settings of a source or a destination. */
export function EndSettings({ noun, end, put }: { noun: Noun; end: End; put: (end: End) => void }) {
  const draft = useResourceDraft<End>({
    path: `/${noun}/${end.id}`,
    resource: end,
    textOf: (it) => settingsOf(noun, it),
    bodyOf: (value) => (isFields(value) ? value : null),
    called: "settings",
    put,
    saved: "Saved.",
  });
  return (
    <DraftCard
      title="Settings"
      save="Save"
      draft={draft}
      patch={`/v1/${noun}/{id}`}
      form={(schema) =>
        isFields(draft.value) ? (
          <div class="form-fields">
            <ObjectFields
              schema={changeable(schema)}
              path=""
              value={draft.value}
              faults={draft.problem?.errors ?? []}
              change={(next) => draft.edit(draftOfValue(next))}
            />
          </div>
        ) : null
      }
      below={
        <>
          {draft.fault === null && !isFields(draft.value) ? (
            <p class="notice bad" role="alert">
              Settings are an object: {"{ … }"}
            </p>
          ) : null}
          <p class="faint closing">A secret is never shown again; left as it is, it stays.</p>
        </>
      }
    />
  );
}

const settingsOf = (noun: Noun, end: End): string =>
  textOf(
    Object.fromEntries(
      Object.entries(end).filter(([name]) => !FIXED.has(name) && !(noun === "sources" && name === "url")),
    ),
  );

/** What has its own place on the page. */
const ELSEWHERE = new Set([...FIXED, "signing"]);

/** PATCH needs none of its fields, but what is emptied here is meant to be empty. */
function changeable({ properties = {}, ...schema }: Schema): Schema {
  const shown = Object.entries(properties).filter(([name]) => !ELSEWHERE.has(name));
  return { ...schema, properties: Object.fromEntries(shown), required: shown.map(([name]) => name) };
}
