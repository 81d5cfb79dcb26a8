import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Json as JsonValue } from "../../../resources/wire.ts";
import { bytes } from "../format.ts";
import type { HeaderFields } from "../wire.ts";
import { Copy } from "./copy.tsx";
import { readTree } from "./json-tree.ts";
import { Json } from "./json.tsx";
import { Tabs } from "./tabs.tsx";

/** So many fields are shown at first, and with each click. */
const FIELDS = 100;

/** Header fields, or those of a query or a form, one line each. */
export function Fields({ fields }: { fields: HeaderFields }) {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((text) => [name, text] as const),
  );
  const [shown, setShown] = useState(FIELDS);
  if (lines.length === 0) return <p class="faint">None.</p>;
  return (
    <>
      <dl class="fields">
        {lines.slice(0, shown).map(([name, text], at) => (
          <div key={at}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {lines.length > shown ? (
        <button type="button" class="button quiet" onClick={() => setShown(shown + 10 * FIELDS)}>
          … {lines.length - shown} more
        </button>
      ) : null}
    </>
  );
}

/** A body: as a tree where its text is JSON, as fields where it is a form. */
function Body({ text, contentType }: { text: string | null; contentType: string }) {
  const tree = useMemo(() => readTree(text ?? ""), [text]);
  if (text === null) return <p class="faint">The bytes are no text, or unpack to too much of it.</p>;
  if (text === "") return <p class="faint">No body.</p>;
  if (tree) return <Json tree={tree} />;
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return <Fields fields={pairsOf(text)} />;
  return (
    <pre class="text" tabIndex={0} aria-label="Body">
      {text}
    </pre>
  );
}

/** The text of a body that was read already: by the gateway, for code and filters. */
export const textOfBody = (body: JsonValue): string =>
  typeof body === "string" ? body : body === null ? "" : JSON.stringify(body, null, 2);

/** Headers and body of a message, one at a time. */
export function Message({
  headers,
  body,
  query = "",
  size,
  note,
}: {
  headers: HeaderFields;
  /** The text as it came; null where it is none; something else stands in its place while it is not here. */
  body: string | null | { instead: ComponentChildren };
  query?: string;
  size?: number;
  note?: string | null;
}) {
  const isHere = typeof body === "string" || body === null;
  const queryFields = pairsOf(query);
  const contentType = String(headers["content-type"] ?? "");
  return (
    <Tabs
      tabs={[
        {
          name: "Body",
          view: () => (isHere ? <Body text={body} contentType={contentType} /> : body.instead),
        },
        { name: "Headers", count: Object.keys(headers).length, view: () => <Fields fields={headers} /> },
        ...(query
          ? [
              {
                name: "Query",
                count: Object.keys(queryFields).length,
                view: () => <Fields fields={queryFields} />,
              },
            ]
          : []),
      ]}
      beside={
        <span class="beside">
          {note ? <span class="faint">{note}</span> : null}
          {size === undefined ? null : <span class="faint">{bytes(size)}</span>}
          {isHere && body ? <Copy text={body} label="Copy the body" /> : null}
        </span>
      }
    />
  );
}

/** The fields of a query or a form. */
function pairsOf(text: string): HeaderFields {
  // Whoever sent it chose the names: `__proto__` is one like others.
  const fields = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(text)) (fields[name] ??= []).push(value);
  return fields;
}
