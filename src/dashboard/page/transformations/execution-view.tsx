import { PayloadDiff } from "../parts/diff-view.tsx";
import { Message, textOfBody } from "../parts/payload.tsx";
import { Tabs } from "../parts/tabs.tsx";
import type { Wire } from "../wire.ts";

/** What a run of a transformation was given, what it made of it, and what it said. */
export function ExecutionView({ execution }: { execution: Wire["execution"] | Wire["trial"] }) {
  const { input, output, logs, logs_truncated, error, input_truncated, output_truncated } = execution;
  const excerpt = input_truncated || output_truncated ? "an excerpt: too large to be kept whole" : null;
  const message = (payload: Wire["payload"]) => (
    <Message headers={payload.headers} query={payload.query} body={textOfBody(payload.body)} note={excerpt} />
  );
  return (
    <>
      {error ? (
        <div class="notice bad">
          <p>
            <b>{error.name}</b> {error.message}
            {error.line ? <span class="faint"> at line {error.line}</span> : null}
          </p>
        </div>
      ) : null}
      {output === null && !error ? (
        <p class="notice wait">It returned nothing: the event is ignored.</p>
      ) : null}
      <Tabs
        tabs={[
          ...(output ? [{ name: "Changes", view: () => <PayloadDiff before={input} after={output} /> }] : []),
          { name: "Logs", count: logs.length, view: () => <Logs logs={logs} cut={logs_truncated} /> },
          ...(output ? [{ name: "After", view: () => message(output) }] : []),
          { name: "Before", view: () => message(input) },
        ]}
      />
    </>
  );
}

function Logs({ logs, cut }: { logs: { level: string; message: string }[]; cut: boolean }) {
  if (logs.length === 0) return <p class="faint">It logged nothing.</p>;
  return (
    <ol class="logs">
      {logs.map(({ level, message }, at) => (
        <li key={at} class={level}>
          <span>{level}</span>
          <code>{message}</code>
        </li>
      ))}
      {cut ? <li class="faint">The rest was cut off.</li> : null}
    </ol>
  );
}
