import { useState } from "preact/hooks";
import type { Json as JsonValue } from "../../../resources/wire.ts";

/** Nodes deeper than this are closed at first. */
const OPEN_TO = 4;
/** So many entries of a node are shown at first, and with each click. */
const ENTRIES = 100;
/** A text longer than this is cut until it is clicked. */
const LONG_TEXT = 2000;

/** A JSON value as a person reads it: coloured, with nodes that fold. Text stays text: nothing in it is interpreted. */
export function Json({ value }: { value: JsonValue }) {
  return (
    <div class="json" role="tree">
      <Node name={null} value={value} depth={0} last />
    </div>
  );
}

interface NodeProps {
  name: string | null;
  value: JsonValue;
  depth: number;
  last: boolean;
}

function Node({ name, value, depth, last }: NodeProps) {
  if (value !== null && typeof value === "object") return <Branch {...{ name, value, depth, last }} />;
  return (
    <div class="json-line" role="treeitem">
      <Name name={name} />
      <Leaf value={value} />
      {last ? null : <i>,</i>}
    </div>
  );
}

function Name({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <>
      <span class="json-name">{JSON.stringify(name)}</span>
      <i>: </i>
    </>
  );
}

function Branch({
  name,
  value,
  depth,
  last,
}: NodeProps & { value: JsonValue[] | Record<string, JsonValue> }) {
  const isList = Array.isArray(value);
  const entries: [string, JsonValue][] = Object.entries(value);
  const [open, setOpen] = useState(depth < OPEN_TO && entries.length > 0);
  const [shown, setShown] = useState(ENTRIES);
  const [begin, end] = isList ? ["[", "]"] : ["{", "}"];
  const comma = last ? "" : ",";
  if (!open) {
    return (
      <div class="json-line" role="treeitem" aria-expanded="false">
        <Name name={name} />
        {entries.length === 0 ? (
          <i>{`${begin}${end}${comma}`}</i>
        ) : (
          <button type="button" class="json-fold" onClick={() => setOpen(true)}>
            {begin}
            <span>{entries.length}</span>
            {end}
            {comma}
          </button>
        )}
      </div>
    );
  }
  return (
    <div role="treeitem" aria-expanded="true">
      <div class="json-line">
        <Name name={name} />
        <button type="button" class="json-fold" title="Fold" onClick={() => setOpen(false)}>
          {begin}
        </button>
      </div>
      <div class="json-children" role="group">
        {entries.slice(0, shown).map(([key, child], at) => (
          <Node
            key={key}
            name={isList ? null : key}
            value={child}
            depth={depth + 1}
            last={at === entries.length - 1}
          />
        ))}
        {entries.length > shown ? (
          <button type="button" class="json-fold" onClick={() => setShown(shown + 10 * ENTRIES)}>
            … {entries.length - shown} more
          </button>
        ) : null}
      </div>
      <div class="json-line">
        <i>{`${end}${comma}`}</i>
      </div>
    </div>
  );
}

function Leaf({ value }: { value: string | number | boolean | null }) {
  const [whole, setWhole] = useState(false);
  const text = JSON.stringify(value);
  if (typeof value !== "string")
    return <span class={value === null ? "json-null" : "json-plain"}>{text}</span>;
  if (whole || text.length <= LONG_TEXT) return <span class="json-text">{text}</span>;
  return (
    <span class="json-text">
      {text.slice(0, LONG_TEXT)}
      <button type="button" class="json-fold" onClick={() => setWhole(true)}>
        … {text.length - LONG_TEXT} more
      </button>
    </span>
  );
}
