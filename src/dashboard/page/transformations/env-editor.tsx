import type { TargetedInputEvent } from "preact";
import { MASK } from "../mask.ts";
import { Icon } from "../parts/icon.tsx";
import { faultOf, type Variable } from "./env-draft.ts";

/** Edits the variables that code finds in `context.env`; the value of a saved secret can be replaced, not read. */
export function EnvEditor({
  variables,
  change,
}: {
  variables: Variable[];
  change: (variables: Variable[]) => void;
}) {
  const put = (at: number, changes: Partial<Variable>) =>
    change(variables.map((it, index) => (index === at ? { ...it, ...changes } : it)));
  const fault = faultOf(variables);
  return (
    <div class="stack">
      <p class="faint">
        Code finds them in <code>context.env</code>. A secret is encrypted, and never shown again.
      </p>
      {variables.length > 0 ? (
        <ul class="variables">
          {variables.map((variable, at) => (
            <li key={at}>
              <VariableRow
                variable={variable}
                change={(changes) => put(at, changes)}
                remove={() => change(variables.toSpliced(at, 1))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {fault ? (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      ) : null}
      <button
        type="button"
        class="button"
        onClick={() => change([...variables, { name: "", value: "", secret: false, saved: false }])}
      >
        <Icon name="plus" size={14} /> Add a variable
      </button>
    </div>
  );
}

function VariableRow({
  variable: { name, value, secret, saved },
  change,
  remove,
}: {
  variable: Variable;
  change: (changes: Partial<Variable>) => void;
  remove: () => void;
}) {
  const kept = secret && value === MASK;
  const field = {
    class: "mono",
    "aria-label": `Value of ${name || "the variable"}`,
    placeholder: kept ? "kept as it is" : "value",
    autocomplete: "off",
    spellcheck: false,
    value: kept ? "" : value,
    onInput: (it: TargetedInputEvent<HTMLInputElement>) =>
      change({ value: it.currentTarget.value || (saved ? MASK : "") }),
  } as const;
  return (
    <>
      <input
        class="mono"
        aria-label="Name of the variable"
        placeholder="NAME"
        spellcheck={false}
        value={name}
        onInput={(it) => change({ name: it.currentTarget.value.trim() })}
      />
      {secret ? <input {...field} type="password" /> : <input {...field} type="text" />}
      <label class="check">
        <input
          type="checkbox"
          checked={secret}
          disabled={kept}
          onChange={(box) => change({ secret: box.currentTarget.checked })}
        />
        <span>secret</span>
      </label>
      <button
        type="button"
        class="icon-button"
        aria-label={`Remove ${name || "the variable"}`}
        onClick={remove}
      >
        <Icon name="close" size={14} />
      </button>
    </>
  );
}
