import { useRef, useState } from "preact/hooks";
import { MASK } from "../mask.ts";
import { Icon } from "../parts/icon.tsx";
import { fromUnit, inUnit, readNumber, unitOf, UNITS } from "./durations.ts";
import { wordOf } from "./json-draft.ts";
import { Faults, faultsWithin, Hint, Labelled, type FieldProps } from "./labelled.tsx";
import { useTyped } from "./use-typed.ts";
import { EXAMPLES, labelOf } from "./words.ts";

const PLAIN = { autocomplete: "off", autocapitalize: "off", spellcheck: false } as const;

/** A text in one line, or several. */
export function TextField({ prose = false, ...field }: FieldProps & { prose?: boolean }) {
  const { value, empty, change } = field;
  const update = (text: string) => change(text === "" ? empty : text);
  return (
    <Labelled field={field} wide={prose || field.schema.format === "uri"}>
      {(attributes) =>
        prose ? (
          <textarea
            {...attributes}
            {...PLAIN}
            rows={4}
            value={wordOf(value)}
            onInput={(it) => update(it.currentTarget.value)}
          />
        ) : (
          <input
            {...attributes}
            {...PLAIN}
            value={wordOf(value)}
            onInput={(it) => update(it.currentTarget.value)}
          />
        )
      }
    </Labelled>
  );
}

/** A text that is never shown again: one that is saved can be replaced, and taken away where it is optional. */
export function SecretField(field: FieldProps) {
  const { name, value, empty, change } = field;
  const saved = useRef(false);
  if (value === MASK) saved.current = true;
  const remove = () => {
    saved.current = false;
    change(undefined);
  };
  return (
    <Labelled field={field}>
      {(attributes) => (
        <div class="with-buttons">
          <SecretInput
            attributes={attributes}
            value={value}
            saved={saved.current}
            change={(next) => change(next || empty)}
          />
          {value === MASK && empty === undefined ? (
            <RemoveButton what={labelOf(name)} remove={remove} />
          ) : null}
        </div>
      )}
    </Labelled>
  );
}

/** The control of a secret. */
export function SecretInput({
  value,
  saved,
  change,
  attributes,
}: {
  value: unknown;
  /** Whether one is saved, which an emptied field keeps. */
  saved: boolean;
  change: (value: string) => void;
  attributes: object;
}) {
  const kept = value === MASK;
  return (
    <input
      {...attributes}
      {...PLAIN}
      // A password manager heeds no "off", and would fill in the key of this page.
      autocomplete="new-password"
      class="mono"
      type="password"
      {...(kept ? { placeholder: "kept as it is" } : {})}
      value={kept ? "" : wordOf(value)}
      onInput={(it) => change(it.currentTarget.value || (saved ? MASK : ""))}
    />
  );
}

/** Takes away what it stands beside. */
export function RemoveButton({ what, remove }: { what: string; remove: () => void }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Remove ${what}`}
      title={`Remove ${what}`}
      onClick={remove}
    >
      <Icon name="close" size={14} />
    </button>
  );
}

/** A number. */
export function NumberField(field: FieldProps) {
  const { value, empty, change } = field;
  const { text, type } = useTyped(value, wordOf, (typed) => (typed === "" ? empty : readNumber(typed)));
  return (
    <Labelled field={field}>
      {(attributes) => (
        <input
          {...attributes}
          {...PLAIN}
          inputMode="decimal"
          value={text}
          onInput={(it) => change(type(it.currentTarget.value))}
        />
      )}
    </Labelled>
  );
}

/** A duration, in the unit that suits it. */
export function DurationField(field: FieldProps) {
  return (
    <Labelled field={field}>{(attributes) => <DurationInput {...field} attributes={attributes} />}</Labelled>
  );
}

/** The controls of a duration: a number and its unit. */
export function DurationInput({
  name,
  value,
  empty,
  change,
  attributes,
}: Pick<FieldProps, "name" | "value" | "empty" | "change"> & { attributes: object }) {
  const [chosen, choose] = useState<{ unit: number; for: unknown } | null>(null);
  // A value from elsewhere has the unit that suits it.
  const unit = chosen && Object.is(chosen.for, value) ? chosen.unit : unitOf(value);
  const read = (text: string, of: number) => (text === "" ? empty : fromUnit(text, of));
  const put = (next: unknown, of: number) => {
    choose({ unit: of, for: next });
    change(next);
  };
  const { text, type } = useTyped(
    value,
    (it) => inUnit(it, unit),
    (typed) => read(typed, unit),
  );
  return (
    <div class="with-buttons">
      <input
        {...attributes}
        {...PLAIN}
        inputMode="decimal"
        value={text}
        // 60 seconds are not to become a minute while 600 are typed.
        onInput={(it) => put(type(it.currentTarget.value), unit)}
      />
      <select
        aria-label={`Unit of ${labelOf(name)}`}
        value={unit}
        onChange={(it) => {
          const next = Number(it.currentTarget.value);
          put(read(text, next), next);
        }}
      >
        {UNITS.map(([size, words]) => (
          <option key={size} value={size}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes or no. */
export function SwitchField({ name, path, schema, value, faults, change }: FieldProps) {
  return (
    <div class="form-field">
      <label class="check">
        <input type="checkbox" checked={value === true} onChange={(it) => change(it.currentTarget.checked)} />
        <span>{labelOf(name)}</span>
      </label>
      <Faults path={path} faults={faultsWithin(path, faults)} />
      <Hint schema={schema} />
    </div>
  );
}

/** Several texts, one in each line. */
export function LinesField(field: FieldProps) {
  const { name, value, empty, change } = field;
  const read = (text: string) => {
    const lines = text.split("\n").map((line) => line.trim());
    const filled = lines.filter(Boolean);
    return filled.length > 0 || empty !== undefined ? filled : undefined;
  };
  const write = (it: unknown) => (Array.isArray(it) ? it.map(wordOf).join("\n") : wordOf(it));
  const { text, type } = useTyped(value, write, read);
  return (
    <Labelled field={field}>
      {(attributes) => (
        <textarea
          {...attributes}
          {...PLAIN}
          class="mono"
          rows={Math.max(2, text.split("\n").length)}
          placeholder={EXAMPLES[name]}
          value={text}
          onInput={(it) => change(type(it.currentTarget.value))}
        />
      )}
    </Labelled>
  );
}
