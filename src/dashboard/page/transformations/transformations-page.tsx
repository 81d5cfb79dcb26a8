import { useDirectory, useDirectoryKnown } from "../directory.ts";
import { counted } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { Empty, Waiting } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Time } from "../parts/time.tsx";
import { ScopedLink } from "../parts/scoped-link.tsx";

/** The code that changes requests on their way. */
export function TransformationsPage() {
  const { transformations, connections } = useDirectory();
  const known = useDirectoryKnown();
  const usesOf = (id: string) =>
    [...connections.values()].filter(({ rules }) =>
      rules.some((rule) => rule.type === "transform" && rule.transformation_id === id),
    ).length;
  return (
    <>
      <PageHead title="Transformations">
        <ScopedLink class="button primary" href="/transformations/new">
          <Icon name="plus" size={14} /> New transformation
        </ScopedLink>
      </PageHead>
      {known ? null : <Waiting rows={4} />}
      {known && transformations.size === 0 ? (
        <Empty title="No transformation yet">
          <p>JavaScript that changes a request before it is delivered, or drops it.</p>
        </Empty>
      ) : null}
      <ol class="rows">
        {[...transformations.values()].map(({ id, name, description, version, updated_at }) => (
          <li key={id}>
            <a class="row transformations" href={`/transformations/${id}`}>
              <span class="cell-main">
                {name} {description ? <span class="faint">{description}</span> : null}
              </span>
              <span class="cell-note">{counted(usesOf(id), "connection")}</span>
              <span class="cell-number">version {version}</span>
              <span class="cell-time">
                <Time at={updated_at} />
              </span>
            </a>
          </li>
        ))}
      </ol>
    </>
  );
}
