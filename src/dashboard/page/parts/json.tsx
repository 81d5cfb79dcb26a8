import { useState } from "preact/hooks";
import type { JsonNode } from "./json-tree.ts";

/** Nodes deeper than this are closed at first. */
const OPEN_TO = 4;
/** So many entries of a node are shown at first, and with each click. */
const ENTRIES = 100;
/** A text longer than this is cut until it is clicked. */
const LONG_TEXT = 2000;

/** JSON as a person reads it: coloured, with nodes that fold. Text stays text: nothing in it is interpreted. */
export function Json({ tree }: { tree: JsonNode }) {
  return (
    <div class="json" role="tree" aria-label="JSON" tabIndex={0}>
      <Node name={null} node={tree} depth={0} last />
    </div>
  );
}

interface NodeProps {
  name: string | null;
  node: JsonNode;
  depth: number;
  last: boolean;
}

function Node({ name, node, depth, last }: NodeProps) {
  if (node.kind !== "leaf") return <Branch {...{ name, node, depth, last }} />;
  return (
    <div class="json-line" role="treeitem">
      <Name name={name} />
      <Leaf source={node.source} />
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

function Branch({ name, node, depth, last }: NodeProps & { node: Exclude<JsonNode, { kind: "leaf" }> }) {
  const isList = node.kind === "list";
  const entries: [string | null, JsonNode][] = isList ? node.items.map((item) => [null, item]) : node.fields;
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
          <Node key={at} name={key} node={child} depth={depth + 1} last={at === entries.length - 1} />
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

function Leaf({ source }: { source: string }) {
  const [whole, setWhole] = useState(false);
  if (!source.startsWith('"'))
    return <span class={source === "null" ? "json-null" : "json-plain"}>{source}</span>;
  // Escapes are told as the letters that they stand for.
  const text = JSON.stringify(JSON.parse(source));
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
