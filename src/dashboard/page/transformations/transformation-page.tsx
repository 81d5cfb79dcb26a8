import { connectionName, useDirectory } from "../directory.ts";
import { useLoaded } from "../loaded.ts";
import { Facts } from "../parts/facts.tsx";
import { ProblemNotice, Waiting } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import { Time } from "../parts/time.tsx";
import type { Wire } from "../wire.ts";
import { TransformationActions } from "./transformation-actions.tsx";
import { Workbench } from "./workbench.tsx";

/** One transformation: its code beside what it does to a request, and what it did to those that came. */
export function TransformationPage({ id }: { id: string }) {
  const path = `/transformations/${id}`;
  const { data, problem, reload, put } = useLoaded<Wire["transformation"]>(path, { fresh: true });
  const directory = useDirectory();
  const back = <BackTo path="/transformations" name="Transformations" />;
  if (!data)
    return (
      <>
        {back}
        {problem ? <ProblemNotice problem={problem} retry={reload} /> : <Waiting rows={6} />}
      </>
    );
  const users = [...directory.connections.values()].filter(({ rules }) =>
    rules.some((rule) => rule.type === "transform" && rule.transformation_id === id),
  );
  return (
    <>
      {back}
      <PageHead title={data.name}>
        <TransformationActions transformation={data} uses={users.length} changed={reload} />
      </PageHead>
      {data.description ? <p class="lead">{data.description}</p> : null}
      <Facts
        facts={[
          ["Version", data.version],
          ["Changed", <Time at={data.updated_at} />],
          [
            "Used by",
            users.length === 0
              ? "no connection yet"
              : users.map((it, at) => (
                  <span key={it.id}>
                    {at > 0 ? ", " : ""}
                    <a href={`/connections/${it.id}`}>{connectionName(directory, it.id)}</a>
                  </span>
                )),
          ],
        ]}
      />
      <Workbench key={data.id} transformation={data} sourceId={users[0]?.source_id ?? null} saved={put} />
    </>
  );
}
