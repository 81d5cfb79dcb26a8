import type { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { registerState } from "../../src/telemetry/state.ts";
import { registerSdkMetrics } from "../../src/telemetry/temporal-sdk.ts";
import { alerts, boardQueries, documented, documentedAlerts, examine } from "./promises.ts";

const OWN = /^(fasthook|temporal)_/;
/** Prometheus' own: whether a target answered. */
const UP = "up";
/** Labels that Prometheus adds, and the one of a histogram's buckets. */
const ADDED = ["job", "instance", "le"];

/** Everything that /metrics shows: the series by the names that a query uses, each with its labels. */
async function shown(): Promise<Map<string, string[]>> {
  const { registry } = createMetrics();
  const answer = () => Promise.reject(new Error("away"));
  registerState(registry, {
    backlog: answer,
    mongodbAnswers: answer,
    temporalAnswers: answer,
    now: () => new Date(),
  });
  await using _sdk = registerSdkMetrics(registry, () => []);
  return seriesOf(registry);
}

async function seriesOf(registry: Registry): Promise<Map<string, string[]>> {
  const series = new Map<string, string[]>();
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const { labelNames = [] } = registry.getSingleMetric(name) as unknown as { labelNames?: string[] };
    const suffixes = String(type) === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    for (const suffix of suffixes) series.set(name + suffix, labelNames);
  }
  return series;
}

const queries = [
  ...boardQueries.map(({ title, expr }) => ({ where: `board: ${title}`, expr })),
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
];

describe("the board and the alert rules", () => {
  it.each(queries)(
    "ask in $where, with $expr, what /metrics shows, by labels that it has",
    async ({ expr }) => {
      const { metrics, labels, faulty } = examine(expr);
      const series = await shown();
      const known = [...series.keys(), UP];
      expect(faulty).toBe(false);
      expect(metrics.filter((name) => !known.includes(name))).toEqual([]);
      const had = [...metrics.flatMap((name) => series.get(name) ?? []), ...ADDED];
      expect(labels.filter((label) => !had.includes(label))).toEqual([]);
    },
  );

  it("leave no metric of FastHook's own out of the board", async () => {
    const asked = boardQueries.flatMap(({ expr }) => examine(expr).metrics.map(baseOf));
    const names = [...new Set([...(await shown()).keys()].map(baseOf))].filter((name) =>
      /^fasthook_/.test(name),
    );
    expect(names.filter((name) => !asked.includes(name))).toEqual([]);
  });

  it("that docs/telemetry.md explains are all there are", () => {
    expect(documentedAlerts).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe("docs/telemetry.md", () => {
  it("explains each metric of FastHook and of Temporal's SDK, with its labels, and no other", async () => {
    const series = [...(await shown())].filter(([name]) => OWN.test(name));
    const told = documented.map(({ name, labels }) => [name, labels]);
    expect(told.sort()).toEqual([...new Map(series.map(([name, labels]) => [baseOf(name), labels]))].sort());
    expect(documented.filter(({ meaning }) => meaning === "")).toEqual([]);
  });
});

/** A metric's name without what a histogram adds. */
function baseOf(series: string): string {
  return series.replace(/_(bucket|sum|count)$/, "");
}
