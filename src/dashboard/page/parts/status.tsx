import { spoken } from "../format.ts";
import type { Wire } from "../wire.ts";

type Glyph = "check" | "cross" | "half" | "ring" | "bars" | "dash" | "slash" | "dot";

/** Every status that the API has, with the shape that tells it where colours don't. */
const LOOKS: Record<string, { tone: string; glyph: Glyph }> = {
  delivered: { tone: "good", glyph: "check" },
  accepted: { tone: "good", glyph: "check" },
  stored: { tone: "wait", glyph: "bars" },
  completed: { tone: "good", glyph: "check" },
  ok: { tone: "good", glyph: "check" },
  up: { tone: "good", glyph: "dot" },
  running: { tone: "busy", glyph: "half" },
  processing: { tone: "busy", glyph: "half" },
  queued: { tone: "calm", glyph: "ring" },
  pending: { tone: "calm", glyph: "ring" },
  held: { tone: "wait", glyph: "bars" },
  paused: { tone: "wait", glyph: "bars" },
  failed: { tone: "bad", glyph: "cross" },
  rejected: { tone: "bad", glyph: "cross" },
  error: { tone: "bad", glyph: "cross" },
  timeout: { tone: "bad", glyph: "cross" },
  memory: { tone: "bad", glyph: "cross" },
  down: { tone: "bad", glyph: "cross" },
  ignored: { tone: "mute", glyph: "dash" },
  cancelled: { tone: "mute", glyph: "slash" },
  disabled: { tone: "mute", glyph: "slash" },
};

const SHAPES: Record<Glyph, string> = {
  check: "M2.5 6.5 5 9l4.5-6",
  cross: "m3 3 6 6m0-6L3 9",
  half: "M6 2a4 4 0 1 0 0 8",
  ring: "M6 2.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6Z",
  bars: "M4 2.5v7m4-7v7",
  dash: "M2.5 6h7",
  slash: "M3 9l6-6",
  dot: "M6 5.9v.2",
};

/** A status by word, colour and shape; `note` says more, such as its cause. */
export function Status({ status, note }: { status: string; note?: string | null }) {
  const { tone, glyph } = LOOKS[status] ?? { tone: "calm", glyph: "dot" as const };
  return (
    <span class={`status ${tone}`}>
      <svg class={`glyph ${glyph}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d={SHAPES[glyph]} />
      </svg>
      <span class="status-word">{status}</span>
      {note ? <span class="status-note">{spoken(note)}</span> : null}
    </span>
  );
}

/** The tone of a status, for what is coloured beside it. */
export const toneOf = (status: string): string => LOOKS[status]?.tone ?? "calm";

/** What a destination answered: its status, or why there is none. */
export function Answer({ of }: { of: Pick<Wire["event"], "response_status" | "error_code"> }) {
  if (of.response_status !== null) {
    const tone = of.response_status < 300 ? "good" : of.response_status < 500 ? "warn" : "bad";
    return <span class={`answer ${tone}`}>{of.response_status}</span>;
  }
  return of.error_code ? (
    <span class="answer bad">{spoken(of.error_code)}</span>
  ) : (
    <span class="faint">—</span>
  );
}

/** An HTTP method. */
export function Method({ method }: { method: string }) {
  return <span class={`method ${method.toLowerCase()}`}>{method}</span>;
}
