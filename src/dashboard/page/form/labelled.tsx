import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FieldFault } from "../wire.ts";
import { faultWords } from "./fault-words.ts";
import type { Schema } from "./schema.ts";
import { capital, labelOf } from "./words.ts";

/** One field of a form: its place in the draft, and in what the API says of it. */
export interface FieldProps {
  name: string;
  /** As the API names it: `rules[0].delay`. */
  path: string;
  schema: Schema;
  value: unknown;
  /** What stands for nothing: null, no value at all, or an empty text where the API is to say that one is needed. */
  empty: null | undefined | "";
  faults: readonly FieldFault[];
  change: (value: unknown) => void;
}

/** What ties a control to its label and to what is said of it. */
export interface ControlAttributes {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** The faults of a field, those inside it among them. */
export const faultsWithin = (path: string, faults: readonly FieldFault[]): FieldFault[] =>
  faults.filter((it) => it.path === path || it.path.startsWith(`${path}.`) || it.path.startsWith(`${path}[`));

/** A control between its label and what is said of it; `wide` ones take the whole line. */
export function Labelled({
  field: { name, path, schema, empty, faults },
  wide = false,
  children,
}: {
  field: FieldProps;
  wide?: boolean;
  children: (attributes: ControlAttributes) => ComponentChildren;
}) {
  const id = useId();
  const own = faultsWithin(path, faults);
  const said = own.length > 0 || schema.description;
  return (
    <div class={`form-field ${wide ? "wide" : ""}`}>
      <label for={id}>
        {labelOf(name)}
        {empty === undefined ? <span class="faint"> optional</span> : null}
      </label>
      {children({
        id,
        ...(said ? { "aria-describedby": `${id}-said` } : {}),
        ...(own.length > 0 ? { "aria-invalid": true } : {}),
      })}
      {said ? (
        <div id={`${id}-said`}>
          <Faults path={path} faults={own} />
          <Hint schema={schema} />
        </div>
      ) : null}
    </div>
  );
}

/** What the API says of a field, each fault with its place inside. */
export function Faults({ path, faults }: { path: string; faults: readonly FieldFault[] }) {
  return (
    <>
      {faults.map((fault) => {
        const inner = fault.path.slice(path.length).replace(/^\./, "");
        return (
          <p key={`${inner} ${fault.message}`} class="fault">
            {inner ? <code>{inner}</code> : null} {faultWords(fault)}
          </p>
        );
      })}
    </>
  );
}

/** What the API's document says of a field. */
export function Hint({ schema: { description } }: { schema: Schema }) {
  return description ? <p class="hint">{capital(description)}</p> : null;
}
