import type { TargetedKeyboardEvent } from "preact";
import { useMemo } from "preact/hooks";
import type { LineFault } from "../wire.ts";
import { tokensOf } from "./code-tokens.ts";

/** Code longer than this is edited without colours. */
const COLOURED_UP_TO = 60_000;

/** Edits code: colours, line numbers, and the faults beside their lines. The text field below is a plain one. */
export function CodeEditor({
  code,
  language,
  label,
  faults = [],
  rows,
  placeholder,
  change,
}: {
  code: string;
  language: "javascript" | "json";
  label: string;
  faults?: LineFault[];
  rows?: number;
  placeholder?: string | undefined;
  change: (code: string) => void;
}) {
  const lines = code.split("\n").length;
  const byLine = new Map(faults.map((fault) => [fault.line, fault.message]));
  const coloured = useMemo(
    () =>
      code.length > COLOURED_UP_TO
        ? code
        : tokensOf(code, language).map(({ kind, text }, at) =>
            kind === "plain" ? (
              text
            ) : (
              <span key={at} class={`token-${kind}`}>
                {text}
              </span>
            ),
          ),
    [code, language],
  );
  return (
    <div class="editor" style={{ minHeight: `${(rows ?? 8) * 1.55}em` }}>
      <div class="editor-gutter" aria-hidden="true">
        {Array.from({ length: lines }, (_, at) => (
          <span key={at} class={byLine.has(at + 1) ? "faulty" : ""} title={byLine.get(at + 1)}>
            {at + 1}
          </span>
        ))}
      </div>
      <div class="editor-text">
        <pre aria-hidden="true">
          {coloured}
          {"\n"}
        </pre>
        <textarea
          value={code}
          placeholder={placeholder}
          aria-label={label}
          aria-description="Tab indents; press Escape first to leave with it"
          aria-invalid={faults.length > 0}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          wrap="off"
          onInput={(input) => change(input.currentTarget.value)}
          onKeyDown={(press) => typed(press, change)}
        />
      </div>
    </div>
  );
}

/** Tab indents; after Escape it leaves the field, as everywhere. */
function typed(press: TargetedKeyboardEvent<HTMLTextAreaElement>, change: (code: string) => void): void {
  const field = press.currentTarget;
  if (press.key !== "Tab" || press.shiftKey) return;
  press.preventDefault();
  field.setRangeText("  ", field.selectionStart, field.selectionEnd, "end");
  change(field.value);
}
