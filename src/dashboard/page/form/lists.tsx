import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { CodeEditor } from "../parts/code-editor.tsx";
import { Icon } from "../parts/icon.tsx";
import { DurationInput, RemoveButton, SecretInput } from "./inputs.tsx";
import { isSame, isUnfinished, readPiece, textOf, wordOf } from "./json-draft.ts";
import { faultsByLine } from "./json-lines.ts";
import { Faults, faultsWithin, Hint, type FieldProps } from "./labelled.tsx";
import {
  EMPTY_HEADER,
  headersFault,
  headersOf,
  renamed,
  valueOfHeaders,
  wantsValue,
  type Header,
} from "./pairs.ts";
import { useTyped } from "./use-typed.ts";
import { EXAMPLES, labelOf } from "./words.ts";

/** Durations one after the other. */
export function DurationsField(field: FieldProps) {
  const { name, path, value, faults, change } = field;
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    <ListFrame field={field} add={() => change([...list, list.at(-1) ?? 60_000])} what="a wait">
      <ol class="form-list">
        {list.map((it, at) => (
          <li key={at}>
            <DurationInput
              name={`${name} ${at + 1}`}
              value={it}
              empty=""
              change={(next) => change(list.with(at, next))}
              attributes={{ "aria-label": `Wait ${at + 1}` }}
            />
            <RemoveButton what={`wait ${at + 1}`} remove={() => change(list.toSpliced(at, 1))} />
            <Faults path={`${path}[${at}]`} faults={faultsWithin(`${path}[${at}]`, faults)} />
          </li>
        ))}
      </ol>
    </ListFrame>
  );
}

/** Headers: names with a text each. Those that are secrets do nothing where there is none. */
export function PairsField({ secret, ...field }: FieldProps & { secret: boolean }) {
  const { path, value, faults, change } = field;
  const [typed, setTyped] = useState<Header[] | null>(null);
  const known =
    typed !== null && isSame(valueOfHeaders(typed, secret), value ?? {}) ? typed : headersOf(value);
  const pairs = secret && known.length === 0 ? [EMPTY_HEADER] : known;
  const fault = headersFault(pairs, secret);
  const refused = faults.some((it) => it.path === path);
  const put = (next: Header[]) => {
    setTyped(next);
    change(valueOfHeaders(next, secret));
  };
  const edit = (at: number, header: Header) => put(pairs.with(at, header));
  const add = () => put([...pairs, EMPTY_HEADER]);
  return (
    <ListFrame field={field} add={add} what="a header">
      <ul class="form-list pairs">
        {pairs.map((header, at) => {
          const { name, value: text, saved } = header;
          const own = `${path}.${name}`;
          const control = {
            "aria-label": `Value of ${name || "the header"}`,
            ...(wantsValue(header) ? { placeholder: "to be typed again" } : {}),
          };
          return (
            <li key={at}>
              <input
                class="mono"
                aria-label="Name"
                aria-invalid={refused}
                placeholder="x-header"
                spellcheck={false}
                autocomplete="off"
                value={name}
                onInput={(it) => edit(at, renamed(header, it.currentTarget.value.trim()))}
              />
              {secret ? (
                <SecretInput
                  value={text}
                  saved={saved}
                  change={(next) => edit(at, { ...header, value: next })}
                  attributes={control}
                />
              ) : (
                <input
                  {...control}
                  autocomplete="off"
                  spellcheck={false}
                  value={wordOf(text)}
                  onInput={(it) => edit(at, { ...header, value: it.currentTarget.value })}
                />
              )}
              <RemoveButton what={name || "the header"} remove={() => put(pairs.toSpliced(at, 1))} />
              <Faults path={own} faults={faultsWithin(own, faults)} />
            </li>
          );
        })}
      </ul>
      {fault === null ? null : <p class="fault">{fault}</p>}
    </ListFrame>
  );
}

function ListFrame({
  field: { name, path, faults, schema },
  what,
  add,
  children,
}: {
  field: FieldProps;
  what: string;
  add: () => void;
  children: ComponentChildren;
}) {
  const own = faults.filter((it) => it.path === path);
  return (
    <div class="form-field wide" role="group" aria-label={labelOf(name)}>
      <span class="form-label">{labelOf(name)}</span>
      {children}
      <div>
        <button type="button" class="chip add" onClick={add}>
          <Icon name="plus" size={12} /> {what}
        </button>
      </div>
      <Faults path={path} faults={own} />
      <Hint schema={schema} />
    </div>
  );
}

/** Anything, as JSON. What is not JSON yet stays in the draft as it is typed. */
export function JsonField({ name, path, schema, value, empty, faults, change }: FieldProps) {
  const { text, type } = useTyped(value, textOf, readPiece);
  const own = faultsWithin(path, faults);
  return (
    <div class="form-field wide">
      <div class="form-line">
        <span class="form-label">{labelOf(name)}</span>
        {empty === undefined ? <RemoveButton what={labelOf(name)} remove={() => change(undefined)} /> : null}
      </div>
      <CodeEditor
        code={text}
        language="json"
        label={labelOf(name)}
        rows={3}
        placeholder={EXAMPLES[name]}
        faults={faultsByLine(text, path, own)}
        change={(next) => change(type(next))}
      />
      {isUnfinished(value) && text !== "" ? <p class="fault">Not JSON yet.</p> : null}
      <Faults path={path} faults={own} />
      {schema.description ? (
        <details class="hint">
          <summary>What may stand here</summary>
          {schema.description}
        </details>
      ) : null}
    </div>
  );
}
