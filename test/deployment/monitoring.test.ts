import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfig, ROLES } from "../../src/config.ts";
import { alerts } from "../telemetry/promises.ts";
import { read, root } from "./checkout.ts";
import { loadCompose } from "./compose.ts";

const Scraping = z.strictObject({
  global: z.strictObject({ scrape_interval: z.string(), evaluation_interval: z.string() }),
  scrape_configs: z.array(
    z.strictObject({
      job_name: z.string(),
      static_configs: z.array(z.strictObject({ targets: z.array(z.string()) })),
    }),
  ),
  rule_files: z.array(z.string()),
});
const DataSources = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.strictObject({
      name: z.string(),
      uid: z.string(),
      type: z.literal("prometheus"),
      access: z.literal("proxy"),
      url: z.url(),
      isDefault: z.literal(true),
      jsonData: z.strictObject({ timeInterval: z.string() }),
    }),
  ),
});
const Dashboards = z.strictObject({
  apiVersion: z.literal(1),
  providers: z.array(
    z.strictObject({
      name: z.string(),
      type: z.literal("file"),
      options: z.strictObject({ path: z.string() }),
    }),
  ),
});

const { services } = loadCompose({});
const { prometheus, grafana } = services;
const scraping = Scraping.parse(parse(read("ops/prometheus/prometheus.yml")));
const provisioned = "ops/grafana/provisioning/";

/** Which file of the checkout a service sees under a path; undefined where none is mounted there. */
function mountedAt(volumes: readonly string[], path: string): string | undefined {
  const mounts = volumes.map((volume) => volume.split(":") as [from: string, to: string]);
  const found = mounts.find(([, to]) => path === to || path.startsWith(`${to}/`));
  return found && join(found[0], path.slice(found[1].length));
}

it("only Prometheus and Grafana wait for the profile monitoring, and nothing else waits for them", () => {
  const profiled = Object.entries(services).flatMap(([name, it]) => (it.profiles.length > 0 ? [name] : []));
  expect(profiled.sort()).toEqual(["grafana", "prometheus"]);
  expect([prometheus!.profiles, grafana!.profiles]).toEqual([["monitoring"], ["monitoring"]]);
  const others = Object.entries(services).filter(([name]) => !profiled.includes(name));
  const awaited = others.flatMap(([, it]) => Object.keys(it.depends_on));
  expect(awaited.filter((name) => profiled.includes(name))).toEqual([]);
});

it("every file that a service mounts from the checkout is there", () => {
  const sources = Object.values(services).flatMap((it) => it.volumes.map((volume) => volume.split(":")[0]!));
  const files = sources.filter((source) => source.startsWith("."));
  expect(files).toHaveLength(3);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it("Prometheus starts with the configuration of the checkout, and finds the alert rules beside it", () => {
  const [option] = prometheus!.command as string[];
  const file = mountedAt(prometheus!.volumes, option!.replace("--config.file=", ""))!;
  expect(file).toBe("ops/prometheus/prometheus.yml");
  const rules = scraping.rule_files.map((name) => join(dirname(file), name));
  expect(rules).toEqual(["ops/prometheus/alerts.yml"]);
  expect(alerts.length).toBeGreaterThan(10);
});

it("Prometheus scrapes each role on its port, as the job that the alert rules name", () => {
  const { port } = loadConfig("dev", {});
  const [job] = scraping.scrape_configs;
  expect(job!.static_configs).toEqual([{ targets: ROLES.map((role) => `${role}:${port}`) }]);
  const named = alerts.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]*)"/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set([job!.job_name]));
});

it("Grafana's data source is that Prometheus, at its scrape interval", () => {
  const { datasources } = DataSources.parse(parse(read(`${provisioned}datasources/prometheus.yml`)));
  const published = prometheus!.ports.map((port) => port.split(":").at(-1));
  const [source] = datasources;
  expect(source!.url).toBe(`http://prometheus:${published[0]}`);
  expect(source!.jsonData.timeInterval).toBe(scraping.global.scrape_interval);
  expect(mountedAt(grafana!.volumes, "/etc/grafana/provisioning/datasources/prometheus.yml")).toBe(
    `${provisioned}datasources/prometheus.yml`,
  );
});

it("Grafana provides the board of the checkout, and shows it first", () => {
  const { providers } = Dashboards.parse(parse(read(`${provisioned}dashboards/fasthook.yml`)));
  const home = grafana!.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH!;
  expect(providers.map(({ options }) => options.path)).toEqual([dirname(home)]);
  expect(mountedAt(grafana!.volumes, home)).toBe("ops/grafana/fasthook.json");
});
