import { useDirectory } from "../directory.ts";
import { counted, percent, spoken, tailOf } from "../format.ts";
import { useLoaded } from "../loaded.ts";
import type { Wire } from "../wire.ts";
import { ScopedLink } from "../parts/scoped-link.tsx";

const EVERY = 15_000;
const MOST = 8;

/** Destinations whose attempts went wrong, the worst first, each with what it answered most. */
export function Troubled({ range }: { range: string }) {
  const { destinations } = useDirectory();
  const path = `/metrics/attempts?from=now-${range}&granularity=1d`;
  const all = useLoaded<Wire["metrics"]>(`${path}&group_by=destination_id&measures=count,failed,error_rate`, {
    every: EVERY,
  });
  const worst = (all.data?.series ?? [])
    .filter(({ totals }) => (totals.failed ?? 0) > 0)
    .sort((a, b) => (b.totals.failed ?? 0) - (a.totals.failed ?? 0))
    .slice(0, MOST);
  const byCause = `${path}&group_by=destination_id,error_code,response_status&measures=failed`;
  const causes = useLoaded<Wire["metrics"]>(worst.length > 0 ? byCause : null, { every: EVERY });
  return (
    <section class="card troubled">
      <h2>Failing destinations</h2>
      {all.data && worst.length === 0 ? (
        <p class="faint">None: every attempt was answered with a 2xx.</p>
      ) : null}
      <ol class="rows">
        {worst.map(({ group, totals }) => {
          const id = String(group.destination_id);
          const these = `destination_id=${id}&from=now-${range}`;
          const share = totals.error_rate ?? 0;
          return (
            <li key={id} class="with-action">
              <a class="row" href={`/events?${these}&status=failed,processing`}>
                <span class="cell-main">{destinations.get(id)?.name ?? tailOf(id)}</span>
                <span class="cell-note">{counted(totals.failed ?? 0, "failed attempt")}</span>
                <span class="cell-bar" role="img" aria-label={`${percent(share)} of the attempts`}>
                  <i style={{ width: `${share * 100}%` }} />
                </span>
                <span class="cell-number">{percent(share)}</span>
                <span class="cell-where">{mostly(causes.data, id)}</span>
              </a>
              <ScopedLink class="button" href={`/bulk/new?of=events&status=failed&${these}`}>
                Retry failed…
              </ScopedLink>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What went wrong most: a status, or why there was none. */
function mostly(causes: Wire["metrics"] | null, destinationId: string): string {
  const [first] = (causes?.series ?? [])
    .filter(({ group, totals }) => group.destination_id === destinationId && (totals.failed ?? 0) > 0)
    .sort((a, b) => (b.totals.failed ?? 0) - (a.totals.failed ?? 0));
  if (!first) return "";
  const { response_status, error_code } = first.group;
  return response_status === null ? spoken(String(error_code)) : `answers ${response_status}`;
}
