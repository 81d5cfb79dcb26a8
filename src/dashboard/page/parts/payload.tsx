import type { Json as JsonValue } from "../../../resources/wire.ts";
import { bytes } from "../format.ts";
import type { HeaderFields } from "../wire.ts";
import { Copy } from "./copy.tsx";
import { Json } from "./json.tsx";
import { Tabs } from "./tabs.tsx";

/** Header fields, or those of a query, one line each. */
export function Fields({ fields }: { fields: HeaderFields }) {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((text) => [name, text] as const),
  );
  if (lines.length === 0) return <p class="faint">None.</p>;
  return (
    <dl class="fields">
      {lines.map(([name, text], at) => (
        <div key={at}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A body: as a tree where it is JSON or a form, else as text. */
export function Body({ body }: { body: JsonValue }) {
  if (body === "" || body === null) return <p class="faint">No body.</p>;
  if (typeof body === "string") return <pre class="text">{body}</pre>;
  return <Json value={body} />;
}

/** What a text from outside is: JSON where it can be read as that. */
export function readBody(text: string | null): JsonValue {
  if (!text) return "";
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Headers and body of a message, one at a time. */
export function Message({
  headers,
  body,
  query = "",
  size,
  note,
}: {
  headers: HeaderFields;
  body: JsonValue;
  query?: string;
  size?: number;
  note?: string | null;
}) {
  const copied = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  const queryFields = [...new URLSearchParams(query)].map(([name, value]) => [name, value] as const);
  return (
    <Tabs
      tabs={[
        { name: "Body", view: () => <Body body={body} /> },
        { name: "Headers", count: Object.keys(headers).length, view: () => <Fields fields={headers} /> },
        ...(queryFields.length > 0
          ? [
              {
                name: "Query",
                count: queryFields.length,
                view: () => <Fields fields={grouped(queryFields)} />,
              },
            ]
          : []),
      ]}
      beside={
        <span class="beside">
          {note ? <span class="faint">{note}</span> : null}
          {size === undefined ? null : <span class="faint">{bytes(size)}</span>}
          {copied ? <Copy text={copied} label="Copy the body" /> : null}
        </span>
      }
    />
  );
}

function grouped(entries: (readonly [string, string])[]): HeaderFields {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of entries) (fields[name] ??= []).push(value);
  return fields;
}
