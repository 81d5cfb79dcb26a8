import { useEffect, useState } from "preact/hooks";
import { bytes, exact, tailOf } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import { CodeEditor } from "../parts/code-editor.tsx";
import { useDirectory } from "../directory.ts";
import { usePreferences } from "../preferences.ts";
import type { List, Wire } from "../wire.ts";

/** On what rules and code are tried: a stored request, the request of an event, or one made up. */
export type Sample = { request_id: string } | { event_id: string } | { request: unknown };

const DRAFT = `{
  "method": "POST",
  "headers": { "content-type": "application/json" },
  "body": { "type": "order.created", "id": 1 }
}`;
const LATEST = 25;

/** Chooses what to try things on: one of the latest requests, an id, or a draft. */
export function SamplePicker({
  sourceId,
  choose,
}: {
  sourceId: string | null;
  choose: (it: Sample | null) => void;
}) {
  const { sources } = useDirectory();
  const { clock } = usePreferences();
  const path = `/requests?limit=${LATEST}${sourceId ? `&source_id=${sourceId}` : ""}`;
  const { data } = useLoaded<List<Wire["request"]>>(path);
  const [kind, setKind] = useState<string | null>(null);
  const [draft, setDraft] = useState(DRAFT);
  const [id, setId] = useState("");
  const first = data?.models[0]?.id ?? null;
  const chosen = kind ?? first ?? (data ? "draft" : "");
  useEffect(() => choose(sampleOf(chosen, draft, id)), [chosen, draft, id]);
  return (
    <div class="sample">
      <label class="field">
        <span>On</span>
        <select value={chosen} onChange={(it) => setKind(it.currentTarget.value)}>
          {data?.models.map((request) => (
            <option key={request.id} value={request.id}>
              {request.method} {request.path || "/"}
              {sourceId ? "" : ` · ${sources.get(request.source_id)?.name ?? ""}`} ·{" "}
              {exact(request.received_at, clock)} · {bytes(request.body_size)} · {tailOf(request.id)}
            </option>
          ))}
          <option value="id">a request or event by its id…</option>
          <option value="draft">a request made up here</option>
        </select>
      </label>
      {chosen === "id" ? (
        <input
          class="wide-input"
          placeholder="req_… or evt_…"
          aria-label="Id"
          value={id}
          onInput={(it) => setId(it.currentTarget.value.trim())}
        />
      ) : null}
      {chosen === "draft" ? (
        <CodeEditor code={draft} language="json" label="Request made up" rows={6} change={setDraft} />
      ) : null}
    </div>
  );
}

function sampleOf(chosen: string, draft: string, id: string): Sample | null {
  if (chosen === "draft") {
    try {
      return { request: JSON.parse(draft) as unknown };
    } catch {
      return null;
    }
  }
  const wanted = chosen === "id" ? id : chosen;
  if (wanted.startsWith("evt_")) return { event_id: wanted };
  return wanted.startsWith("req_") ? { request_id: wanted } : null;
}
