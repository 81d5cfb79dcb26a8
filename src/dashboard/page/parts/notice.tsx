import type { ComponentChildren } from "preact";
import type { Problem } from "../wire.ts";

/** What the API refused or could not do, with its fields. */
export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const fields = problem.errors ?? [];
  return (
    <div class="notice bad" role="alert">
      {fields.length > 0 ? (
        <ul>
          {fields.map(({ path, message }) => (
            <li key={path}>
              <code>{path || "input"}</code> {message}
            </li>
          ))}
        </ul>
      ) : (
        <p>{problem.detail}</p>
      )}
      {retry ? (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      ) : null}
    </div>
  );
}

/** Nothing is here, why, and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A place that fills soon. */
export function Waiting({ rows = 3 }: { rows?: number }) {
  return (
    <div class="waiting" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} />
      ))}
    </div>
  );
}
