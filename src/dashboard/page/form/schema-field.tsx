import { useRef } from "preact/hooks";
import { MASK } from "../mask.ts";
import { Icon } from "../parts/icon.tsx";
import { ChoiceField, SeveralField, TransformationField } from "./choices.tsx";
import { DurationField, LinesField, NumberField, SecretField, SwitchField, TextField } from "./inputs.tsx";
import { isFields, readPiece } from "./json-draft.ts";
import { Faults, Hint, type FieldProps } from "./labelled.tsx";
import { DurationsField, JsonField, PairsField } from "./lists.tsx";
import { blankOf, variantsOf, widgetOf, withoutNull, type Schema } from "./schema.ts";
import { GENERAL, labelOf, nameOf } from "./words.ts";

type Fields = Record<string, unknown>;

interface ObjectProps {
  schema: Schema;
  path: string;
  value: Fields;
  faults: FieldProps["faults"];
  change: (value: Fields) => void;
}

/** The fields of an object, in the order of its schema; of one of several kinds, its kind before them. */
export function ObjectFields(object: ObjectProps) {
  const variants = variantsOf(object.schema);
  return variants ? <VariantFields {...object} {...variants} /> : <PlainFields {...object} />;
}

function PlainFields({ schema, path, value, faults, change }: ObjectProps) {
  const { properties = {}, required = [] } = schema;
  const put = (name: string, next: unknown) => {
    const changed = { ...value, [name]: next };
    if (next === undefined) delete changed[name];
    change(changed);
  };
  const shown = Object.entries(properties).filter(([, it]) => it.const === undefined);
  const isAbsent = ([name, it]: [string, Schema]) =>
    value[name] === undefined && !required.includes(name) && widgetOf(name, it).kind === "json";
  const absent = shown.filter(isAbsent);
  return (
    <>
      {shown
        .filter((it) => !isAbsent(it))
        .map(([name, it]) => {
          const { schema: own, nullable } = withoutNull(it);
          return (
            <SchemaField
              key={name}
              name={name}
              path={path ? `${path}.${name}` : name}
              schema={own}
              value={value[name]}
              empty={nullable ? null : required.includes(name) ? "" : undefined}
              faults={faults}
              change={(next) => put(name, next)}
            />
          );
        })}
      {absent.length > 0 ? (
        <div class="chips wide">
          {absent.map(([name]) => (
            <button key={name} type="button" class="chip add" onClick={() => put(name, readPiece(""))}>
              <Icon name="plus" size={12} /> {labelOf(name)}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}

function SchemaField(field: FieldProps) {
  const widget = widgetOf(field.name, field.schema);
  if (field.name === "transformation_id") return <TransformationField {...field} />;
  switch (widget.kind) {
    case "text":
      return <TextField {...field} />;
    case "prose":
      return <TextField {...field} prose />;
    case "secret":
      return <SecretField {...field} />;
    case "number":
      return <NumberField {...field} />;
    case "duration":
      return <DurationField {...field} />;
    case "switch":
      return <SwitchField {...field} />;
    case "choice":
      return <ChoiceField {...field} values={widget.values} />;
    case "several":
      return <SeveralField {...field} values={widget.values} />;
    case "lines":
      return <LinesField {...field} />;
    case "durations":
      return <DurationsField {...field} />;
    case "pairs":
      return <PairsField {...field} secret={widget.secret} />;
    case "group":
      return <Group {...field} />;
    case "json":
      return <JsonField {...field} />;
  }
}

/** An object, which there may not be. */
function Group(field: FieldProps) {
  const { name, path, schema, value, empty, faults, change } = field;
  const kept = useRef<unknown>(null);
  const turn = (on: boolean) => {
    if (!on) kept.current = value;
    change(on ? (kept.current ?? blankOf(schema)) : empty);
  };
  return (
    <fieldset class="form-group wide">
      {empty === "" ? (
        <legend>{labelOf(name)}</legend>
      ) : (
        <legend>
          <label class="check">
            <input
              type="checkbox"
              checked={isFields(value)}
              onChange={(it) => turn(it.currentTarget.checked)}
            />
            <span>{labelOf(name)}</span>
          </label>
        </legend>
      )}
      {isFields(value) ? <Hint schema={schema} /> : null}
      <Faults path={path} faults={faults.filter((it) => it.path === path)} />
      {isFields(value) ? (
        <ObjectFields schema={schema} path={path} value={value} faults={faults} change={change} />
      ) : null}
    </fieldset>
  );
}

/** The kind of an object, and its fields. What was typed for another kind is there again when that is chosen again. */
function VariantFields({
  tag,
  variants,
  path,
  value,
  faults,
  change,
}: ObjectProps & NonNullable<ReturnType<typeof variantsOf>>) {
  const chosen = typeof value[tag] === "string" ? value[tag] : "";
  const variant = variants.get(chosen);
  const typed = useRef(new Map<string, Fields>());
  const choose = (kind: string) => {
    typed.current.set(chosen, value);
    // The gateway knows a masked secret as one of the former kind.
    const known = Object.fromEntries(
      Object.entries(value).filter(([name, it]) => name !== tag && it !== MASK),
    );
    change(typed.current.get(kind) ?? blankOf(variants.get(kind)!, known));
  };
  const kinds = [...variants.keys()];
  const [general, own] = [kinds.filter((it) => GENERAL.has(it)), kinds.filter((it) => !GENERAL.has(it))];
  const option = (kind: string) => (
    <option key={kind} value={kind}>
      {nameOf(kind)}
    </option>
  );
  return (
    <>
      <div class="form-field">
        <label>
          {labelOf(tag)}
          <select value={chosen} onChange={(it) => choose(it.currentTarget.value)}>
            {variant ? null : <option value={chosen}>{chosen || "choose…"}</option>}
            {general.length > 0 && own.length > 8 ? (
              <>
                <optgroup label="Any sender">{general.map(option)}</optgroup>
                <optgroup label="Providers">{own.sort(byName).map(option)}</optgroup>
              </>
            ) : (
              kinds.map(option)
            )}
          </select>
        </label>
      </div>
      {variant ? (
        <ObjectFields
          key={chosen}
          schema={variant}
          path={path}
          value={value}
          faults={faults}
          change={change}
        />
      ) : null}
    </>
  );
}

const byName = (a: string, b: string): number => nameOf(a).localeCompare(nameOf(b));
