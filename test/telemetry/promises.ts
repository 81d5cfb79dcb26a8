import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import { z } from "zod";
import { read } from "../deployment/checkout.ts";
import { rowsOf } from "../support/readme.ts";

const Board = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});
const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.enum(["critical", "warning"]) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});

const unquoted = (cell = "") => cell.replaceAll("`", "");
const guide = read("docs/telemetry.md");

/** The metrics that docs/telemetry.md tells of, each with its labels. */
export const documented: { name: string; labels: string[]; meaning: string }[] = [
  ...rowsOf(guide, "FastHook's metrics"),
  ...rowsOf(guide, "Metrics of Temporal's SDK"),
].map(([name, labels = "", meaning = ""]) => ({
  name: unquoted(name),
  labels: labels.split(", ").filter(Boolean),
  meaning,
}));

/** The alerts that it tells of. */
export const documentedAlerts = rowsOf(guide, "Alerts").map(([name]) => unquoted(name));

/** The rules for Prometheus. */
export const alerts = Rules.parse(parse(read("ops/prometheus/alerts.yml"))).groups.flatMap(
  ({ rules }) => rules,
);

/** What the board asks, with Grafana's own variables replaced. */
export const boardQueries = Board.parse(JSON.parse(read("ops/grafana/fasthook.json"))).panels.flatMap(
  ({ title, targets }) =>
    targets.map(({ expr }) => ({
      title,
      expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$job", "fasthook"),
    })),
);

/** What a query reads, and by which labels it chooses or groups; `faulty` where it is no PromQL. */
export function examine(expr: string): { metrics: string[]; labels: string[]; faulty: boolean } {
  const metrics: string[] = [];
  const labels: string[] = [];
  let faulty = false;
  parser.parse(expr).iterate({
    enter({ name, from, to, type }) {
      if (type.isError) faulty = true;
      if (name === "Identifier") metrics.push(expr.slice(from, to));
      if (name === "LabelName") labels.push(expr.slice(from, to));
    },
  });
  return { metrics, labels, faulty };
}
