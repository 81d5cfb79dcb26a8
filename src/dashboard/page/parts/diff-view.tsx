import { useMemo } from "preact/hooks";
import type { Wire } from "../wire.ts";
import { diffLines } from "./diff.ts";

const SIGNS = { same: " ", less: "−", more: "+", gap: "⋯" };

/** What changed from one request to the other, as lines of their JSON. */
export function PayloadDiff({ before, after }: { before: Wire["payload"]; after: Wire["payload"] }) {
  return <TextDiff before={textOf(before)} after={textOf(after)} />;
}

/** What changed from one text to the other, line by line. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const changed = lines.some(({ kind }) => kind === "less" || kind === "more");
  if (!changed) return <p class="faint">Nothing was changed.</p>;
  return (
    <pre class="diff" tabIndex={0} aria-label="Difference">
      {lines.map(({ kind, text }, at) => (
        <span key={at} class={`diff-line ${kind}`}>
          <i>{SIGNS[kind]}</i>
          {text}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

/** Without the commas, for a line is not another one because one more follows it. */
const textOf = ({ method, path, query, headers, body }: Wire["payload"]) =>
  JSON.stringify({ method, path, query, headers, body }, null, 2).replace(/,$/gm, "");
