import { useDirectory } from "../directory.ts";
import { isUnfinished, wordOf } from "./json-draft.ts";
import { Labelled, type ControlAttributes, type FieldProps } from "./labelled.tsx";
import { labelOf, nameOf, nothingOf } from "./words.ts";

/** One of a few values. */
export function ChoiceField({ values, ...field }: FieldProps & { values: string[] }) {
  const { name, schema, value, empty, change } = field;
  const chosen = wordOf(value ?? schema.default);
  const options = values.map((it): [string, string] => [it, /^[a-z_]+$/.test(it) ? nameOf(it) : it]);
  return (
    <Labelled field={field}>
      {(attributes) => (
        <Options
          attributes={attributes}
          chosen={chosen}
          options={options}
          nothing={empty === "" ? null : nothingOf(name)}
          choose={(it) => change(it === "" ? empty : it)}
        />
      )}
    </Labelled>
  );
}

/** One of the transformations. */
export function TransformationField(field: FieldProps) {
  const { transformations } = useDirectory();
  const options = [...transformations.values()].map(({ id, name }): [string, string] => [id, name]);
  return (
    <Labelled field={field}>
      {(attributes) => (
        <>
          <Options
            attributes={attributes}
            chosen={isUnfinished(field.value) ? "" : wordOf(field.value)}
            options={options.sort((a, b) => a[1].localeCompare(b[1]))}
            nothing={null}
            choose={field.change}
          />
          {options.length === 0 ? <NoTransformation /> : null}
        </>
      )}
    </Labelled>
  );
}

/** Stands where a transformation is to be chosen, and there is none to choose. */
export const NoTransformation = () => (
  <p class="hint">
    There is none yet: <a href="/transformations/new">make one</a>.
  </p>
);

function Options({
  attributes,
  chosen,
  options,
  nothing,
  choose,
}: {
  attributes: ControlAttributes;
  chosen: string;
  options: [value: string, name: string][];
  /** What no value is called; null where there must be one. */
  nothing: string | null;
  choose: (value: string) => void;
}) {
  const isKnown = options.some(([value]) => value === chosen);
  return (
    <select {...attributes} value={chosen} onChange={(it) => choose(it.currentTarget.value)}>
      {nothing === null ? null : <option value="">{nothing}</option>}
      {isKnown || (chosen === "" && nothing !== null) ? null : (
        <option value={chosen}>{chosen || "choose…"}</option>
      )}
      {options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Some of a few values. */
export function SeveralField({ values, ...field }: FieldProps & { values: string[] }) {
  const { name, value, change } = field;
  const on = Array.isArray(value) ? (value as unknown[]) : [];
  // In the order in which they are known.
  const toggled = (it: string) => values.filter((other) => on.includes(other) !== (other === it));
  return (
    <Labelled field={field} wide>
      {(attributes) => (
        <div {...attributes} class="chips" role="group" aria-label={labelOf(name)}>
          {values.map((it) => (
            <button
              key={it}
              type="button"
              class="chip"
              aria-pressed={on.includes(it)}
              onClick={() => change(toggled(it))}
            >
              {it}
            </button>
          ))}
        </div>
      )}
    </Labelled>
  );
}
