import { Icon, type IconName } from "../parts/icon.tsx";
import { Faults, type FieldProps } from "../form/labelled.tsx";
import { JsonField } from "../form/lists.tsx";
import { ObjectFields } from "../form/schema-field.tsx";
import { variantsOf, type Schema } from "../form/schema.ts";
import { nameOf } from "../form/words.ts";

/** The rules one below the other, each with its fields. */
export function RulesForm({
  schema,
  rules,
  faults,
  change,
}: {
  /** Of one rule. */
  schema: Schema;
  rules: unknown[];
  faults: FieldProps["faults"];
  change: (rules: unknown[]) => void;
}) {
  const swap = (at: number, other: number) => change(rules.with(at, rules[other]).with(other, rules[at]));
  return (
    <ol class="rule-cards">
      {rules.map((rule, at) => {
        const type = typeOf(rule);
        const known = type === null ? undefined : variantsOf(schema)?.variants.get(type);
        return (
          // An unknown kind may be one that is being typed.
          <li key={`${at} ${known ? type : ""}`}>
            <div class="rule-head">
              <h3>
                <span class="faint">{at + 1}</span> {nameOf(type ?? "unknown")}
              </h3>
              <span>
                <Move
                  icon="up"
                  says={`Move ${type} up`}
                  to={at - 1}
                  of={rules.length}
                  move={(to) => swap(at, to)}
                />
                <Move
                  icon="down"
                  says={`Move ${type} down`}
                  to={at + 1}
                  of={rules.length}
                  move={(to) => swap(at, to)}
                />
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Remove ${type}`}
                  title={`Remove ${type}`}
                  onClick={() => change(rules.toSpliced(at, 1))}
                >
                  <Icon name="close" size={14} />
                </button>
              </span>
            </div>
            <RuleFields
              schema={known}
              path={`rules[${at}]`}
              rule={rule}
              faults={faults}
              change={(next) => change(rules.with(at, next))}
            />
          </li>
        );
      })}
    </ol>
  );
}

/** One rule; what the schema does not know is JSON. */
function RuleFields({
  schema,
  path,
  rule,
  faults,
  change,
}: {
  schema: Schema | undefined;
  path: string;
  rule: unknown;
  faults: FieldProps["faults"];
  change: (rule: unknown) => void;
}) {
  return (
    <div class="form-fields">
      {schema ? (
        <>
          <Faults path={path} faults={faults.filter((it) => it.path === path)} />
          <ObjectFields
            schema={schema}
            path={path}
            value={rule as Record<string, unknown>}
            faults={faults}
            change={change}
          />
        </>
      ) : (
        <JsonField
          name="rule"
          path={path}
          schema={{}}
          value={rule}
          empty=""
          faults={faults}
          change={change}
        />
      )}
    </div>
  );
}

function typeOf(rule: unknown): string | null {
  if (typeof rule !== "object" || rule === null || !("type" in rule)) return null;
  return typeof rule.type === "string" ? rule.type : null;
}

function Move({
  icon,
  says,
  to,
  of,
  move,
}: {
  icon: IconName;
  says: string;
  to: number;
  of: number;
  move: (to: number) => void;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={says}
      title={says}
      disabled={to < 0 || to >= of}
      onClick={() => move(to)}
    >
      <Icon name={icon} size={14} />
    </button>
  );
}
