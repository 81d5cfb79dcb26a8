import { Progress } from "../parts/progress.tsx";
import type { Wire } from "../wire.ts";

/** How far a bulk operation is, by what became of each one. */
export function BulkProgress({ bulk }: { bulk: Wire["bulk"] }) {
  const of = Math.max(1, bulk.total_count);
  return (
    <Progress
      label="Progress"
      parts={[
        { name: "delivered", tone: "good", share: bulk.delivered_count / of },
        { name: "failed", tone: "bad", share: bulk.failed_count / of },
        { name: "skipped", tone: "mute", share: bulk.skipped_count / of },
        { name: "cancelled", tone: "wait", share: bulk.cancelled_count / of },
      ]}
    />
  );
}
