import { RemoveButton, SecretInput } from "../form/inputs.tsx";
import { faultOf } from "../form/pairs.ts";
import { MASK } from "../mask.ts";
import { Icon } from "../parts/icon.tsx";
import type { Variable } from "./env-draft.ts";

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
  const control = { "aria-label": `Value of ${name || "the variable"}`, placeholder: "value" };
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
      {secret ? (
        <SecretInput
          value={value}
          saved={saved}
          change={(next) => change({ value: next })}
          attributes={control}
        />
      ) : (
        <input
          {...control}
          class="mono"
          autocomplete="off"
          spellcheck={false}
          value={value}
          onInput={(it) => change({ value: it.currentTarget.value })}
        />
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={secret}
          disabled={kept}
          onChange={(box) => change({ secret: box.currentTarget.checked })}
        />
        <span>secret</span>
      </label>
      <RemoveButton what={name || "the variable"} remove={remove} />
    </>
  );
}
