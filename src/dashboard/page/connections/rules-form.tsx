import { useLayoutEffect, useRef } from "preact/hooks";
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
  const { list, focusNext } = useFocusKept();
  const move = (at: number, to: number, act: Act) => {
    focusNext(to, act);
    change(rules.with(at, rules[to]).with(to, rules[at]));
  };
  const remove = (at: number) => {
    focusNext(Math.min(at, rules.length - 2), "remove");
    change(rules.toSpliced(at, 1));
  };
  return (
    <ol ref={list} class="rule-cards">
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
                  act="up"
                  says={`Move ${type} up`}
                  to={at - 1}
                  of={rules.length}
                  move={(to) => move(at, to, "up")}
                />
                <Move
                  act="down"
                  says={`Move ${type} down`}
                  to={at + 1}
                  of={rules.length}
                  move={(to) => move(at, to, "down")}
                />
                <button
                  type="button"
                  class="icon-button"
                  data-act="remove"
                  aria-label={`Remove ${type}`}
                  title={`Remove ${type}`}
                  onClick={() => remove(at)}
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

/** What the buttons of a rule do. */
type Act = "up" | "down" | "remove";

/** Keeps the focus among the rules where the button that had it has gone, or gone elsewhere. */
function useFocusKept() {
  const list = useRef<HTMLOListElement>(null);
  const next = useRef<{ at: number; act: Act } | null>(null);
  useLayoutEffect(() => {
    if (!next.current) return;
    const { at, act } = next.current;
    next.current = null;
    const rule = list.current?.children[at];
    const own = rule?.querySelector<HTMLElement>(`[data-act=${act}]:enabled`);
    // At an end there is the other way only; without a rule, the row that adds one.
    const other = rule?.querySelector<HTMLElement>("[data-act]:enabled");
    const row = list.current?.closest(".draft-card")?.querySelector<HTMLElement>(".chip.add");
    (own ?? other ?? row)?.focus();
  });
  return { list, focusNext: (at: number, act: Act) => (next.current = { at, act }) };
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
  act,
  says,
  to,
  of,
  move,
}: {
  act: Extract<Act, IconName>;
  says: string;
  to: number;
  of: number;
  move: (to: number) => void;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      data-act={act}
      aria-label={says}
      title={says}
      disabled={to < 0 || to >= of}
      onClick={() => move(to)}
    >
      <Icon name={act} size={14} />
    </button>
  );
}
