import { Empty, ProblemNotice } from "../parts/notice.tsx";
import type { Problem } from "../wire.ts";

/** Why a list of the settings is not shown: mostly because the session's key may not see it. */
export function AdminOnly({ problem, what, retry }: { problem: Problem; what: string; retry: () => void }) {
  if (problem.status !== 403) return <ProblemNotice problem={problem} retry={retry} />;
  return (
    <Empty title={`Your key may not see ${what}`}>
      <p>
        That takes a key with the scope <code>admin</code>. Sign in with one, or ask whoever runs this
        gateway.
      </p>
    </Empty>
  );
}
