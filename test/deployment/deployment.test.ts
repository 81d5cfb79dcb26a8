import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadConfig, ROLES, type Config, type Role } from "../../src/config.ts";
import type { Readiness } from "../../src/health.ts";
import { createApp, listen } from "../../src/http.ts";
import { createLogger } from "../../src/telemetry/log.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { read, root } from "./checkout.ts";
import { examples, loadCompose } from "./compose.ts";
import { command, imageEnv, instruction, stages } from "./dockerfile.ts";

/** Variables that no deployed role reads: `dev` and the command line do. */
const NOT_FOR_ROLES = /^(PATH|FASTHOOK_(DATA_DIR|FAILPOINTS|URL|\w+_BIN))$/;
/** The end of an image's name that is pinned to a release. */
const EXACT_VERSION = /:v?\d+\.\d+(\.\d+)?(-[\w-]+)?$/;
/** Milliseconds that a role may take to stop. */
const DRAIN = 30_000;

const SECRETS = ["FASTHOOK_SECRET_KEY", "FASTHOOK_API_KEY", "MONGODB_PASSWORD", "POSTGRES_PASSWORD"];
const secrets = {
  FASTHOOK_SECRET_KEY: randomBytes(32).toString("base64"),
  FASTHOOK_API_KEY: randomBytes(24).toString("hex"),
  MONGODB_PASSWORD: randomBytes(24).toString("hex"),
  POSTGRES_PASSWORD: randomBytes(24).toString("hex"),
};
const valuesOf = (some: typeof examples) => Object.fromEntries(some.map((it) => [it.name, it.value]));
const asCopied = valuesOf(examples.filter((it) => !it.commentedOut));
const filledIn = { ...asCopied, ...secrets };
const everyExample = { ...valuesOf(examples), ...secrets };

const configOf = (role: Role, env: Record<string, string>): Config =>
  loadConfig("production", { ...imageEnv, ...loadCompose(env).services[role]!.environment });

const ready: Readiness = {
  status: "ready",
  roles: ["worker"],
  mongodb: { status: "up" },
  temporal: { status: "up", address: "temporal:7233", ui_url: null },
};
const notReady: Readiness = { ...ready, status: "not_ready" };

/** Runs a health check as the engine would, against a process in that state; answers the check's exit code. */
async function checkHealth([program, ...args]: string[], state: Readiness): Promise<number> {
  const parts = {
    ingress: null,
    api: null,
    dashboard: null,
    metrics: createMetrics(),
    log: createLogger("silent"),
  };
  const app = createApp({ ...parts, readiness: async () => state });
  const server = await listen(app, { host: "127.0.0.1", port: 0, maxBodyBytes: 0 });
  try {
    expect(program).toBe("node");
    const env = { PORT: new URL(server.url).port };
    const [code] = (await once(spawn(process.execPath, args, { env, stdio: "ignore" }), "exit")) as [number];
    return code;
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

describe("docker-compose.yml", () => {
  const { services, volumes, lacking } = loadCompose(filledIn);

  it("the stack, with the secrets still empty, refuses to start for each of them", () => {
    expect(loadCompose(asCopied).lacking).toEqual([...SECRETS].sort());
    expect(lacking).toEqual([]);
  });

  it("every image is pinned to a release", () => {
    const images = Object.values(services).map((it) => it.image);
    expect(images.filter((it) => !EXACT_VERSION.test(it))).toEqual([]);
  });

  it.each(ROLES)("the %s service, from this version's image, plays that role alone", (role) => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    expect(services[role]).toMatchObject({
      command: `start --role ${role}`,
      image: `fasthook:${version}`,
    });
  });

  it.each(ROLES)(
    "the %s service's environment, with the secrets filled in, is a valid configuration",
    (role) => {
      expect(configOf(role, filledIn)).toEqual({
        ...loadConfig("dev", { FASTHOOK_ALLOWED_SUBNETS: "" }),
        host: "0.0.0.0",
        publicUrl: "http://127.0.0.1:3401",
        mongodb: { uri: expect.stringMatching(/^mongodb:/) as string, database: "fasthook" },
        temporal: {
          address: "temporal:7233",
          namespace: "default",
          taskQueue: "fasthook",
          uiUrl: "http://127.0.0.1:8080",
        },
        team: { id: "tm_default", apiKey: secrets.FASTHOOK_API_KEY },
        secretKey: secrets.FASTHOOK_SECRET_KEY,
        lookupThreads: 8,
      });
    },
  );

  it.each(ROLES)("the %s service's environment, with every example in use, takes them over", (role) => {
    expect(configOf(role, everyExample)).toMatchObject({
      publicUrl: "https://hooks.example.com",
      temporal: { uiUrl: "https://temporal.example.com" },
      allowedSubnets: ["10.1.0.0/16", "172.17.0.1/32"],
      egressProxy: { hostname: "proxy.example", port: 3128, authorization: null },
    });
  });

  it("the sources' URLs, with ingress published elsewhere, lead there", () => {
    const env = { ...filledIn, INGRESS_LISTEN: "192.0.2.1:8443" };
    const { port, publicUrl } = configOf("api", env);
    expect(loadCompose(env).services.ingress!.ports).toEqual([`192.0.2.1:8443:${port}`]);
    expect(publicUrl).toBe("http://192.0.2.1:8443");
  });

  it("the roles' MongoDB, as they address it, is a service with that user, password and replica set", () => {
    const { hostname, host, username, password, searchParams } = new URL(
      configOf("api", filledIn).mongodb.uri!,
    );
    const { environment, entrypoint, healthcheck } = services[hostname]!;
    const replicaSet = searchParams.get("replicaSet");
    expect(environment).toEqual({
      MONGO_INITDB_ROOT_USERNAME: username,
      MONGO_INITDB_ROOT_PASSWORD: password,
    });
    expect(entrypoint!.at(-1)).toContain(`--replSet ${replicaSet} `);
    expect(healthcheck!.test.at(-1)).toContain(
      `_id: "${replicaSet}", members: [{ _id: 0, host: "${host}" }]`,
    );
  });

  it("ingress and API, at the start, wait for MongoDB but not for Temporal", () => {
    const mongodb = { condition: "service_healthy" };
    expect(services.ingress!.depends_on).toEqual({ mongodb });
    expect(services.api!.depends_on).toEqual({ mongodb });
    expect(services.worker!.depends_on).toMatchObject({ mongodb, "temporal-namespace": {} });
  });

  it("a service that another waits for can reach the awaited state", () => {
    const awaited = Object.values(services).flatMap((it) => Object.entries(it.depends_on));
    expect(awaited).not.toEqual([]);
    const impossible = awaited.filter(([name, { condition }]) => {
      const { healthcheck, restart } = services[name]!;
      const ends = condition === "service_completed_successfully" && restart.startsWith("on-failure");
      return !ends && !(condition === "service_healthy" && healthcheck);
    });
    expect(impossible).toEqual([]);
  });

  it("the published ports, unless .env says otherwise, are on loopback and differ", () => {
    const published = Object.values(services).flatMap((it) =>
      it.ports.map((port) => port.replace(/:\d+$/, "")),
    );
    const ports = [3000, 3400, 3401, 7233, 8080, 9090];
    expect(published.sort()).toEqual(ports.map((port) => `127.0.0.1:${port}`));
  });

  it("the volumes that are named and those that are used are the same", () => {
    const sources = Object.values(services).flatMap((it) =>
      it.volumes.map((volume) => volume.split(":")[0]!),
    );
    const used = sources.filter((source) => !source.startsWith("."));
    expect(used.sort()).toEqual(Object.keys(volumes).sort());
  });

  it.each(ROLES)("the %s service, asked to stop, gets longer than it may drain", (role) => {
    const [, seconds] = /^(\d+)s$/.exec(services[role]!.stop_grace_period!) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(DRAIN);
  });

  it.each(ROLES)(
    "the %s service's health check passes when it is ready, and fails when not",
    async (role) => {
      const [form, ...check] = services[role]!.healthcheck!.test;
      expect(form).toBe("CMD");
      expect(await checkHealth(check, ready)).toBe(0);
      expect(await checkHealth(check, notReady)).toBe(1);
    },
  );
});

describe(".env.example", () => {
  it("its variables are those that docker-compose.yml reads", () => {
    const reads = read("docker-compose.yml").matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)/g);
    const names = new Set([...reads].map(([, name]) => name!));
    expect(examples.map((it) => it.name).sort()).toEqual([...names].sort());
  });

  it("the variables of src/config.ts that a role reads are those that it is given", () => {
    const known = [...read("src/config.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name]) => name!);
    const forNode = ["NODE_ENV"];
    const given = Object.keys({ ...imageEnv, ...loadCompose(filledIn).services.api!.environment });
    expect(given.filter((name) => !forNode.includes(name)).sort()).toEqual(
      [...new Set(known)].filter((name) => !NOT_FOR_ROLES.test(name)).sort(),
    );
  });

  it("each variable has a line of explanation, and the secrets alone are left to fill in", () => {
    expect(examples.filter(({ comment }) => !/^# [^=]+$/.test(comment))).toEqual([]);
    expect(asCopied).toEqual(Object.fromEntries(SECRETS.map((name) => [name, ""])));
  });
});

describe("Dockerfile", () => {
  const ignored = read(".dockerignore")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const isIgnored = (path: string) =>
    ignored.some((it) => new RegExp(`^${it.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(path));
  const copies = stages.flat().filter((it) => it.keyword === "COPY");
  const buildOptions = JSON.parse(read("tsconfig.build.json")) as {
    compilerOptions: { outDir: string; rootDir: string };
    include: string[];
  };

  it("every stage is based on one exact release of an even, so long-term, Node line with glibc", () => {
    const [name, base] = stages[0]!.find((it) => it.keyword === "ARG")!.text.split("=");
    expect(base).toMatch(EXACT_VERSION);
    expect(base).toMatch(/^node:\d*[02468]\..*-slim$/);
    for (const [from] of stages.slice(1)) expect(from!.text.split(" ")[0]).toBe(`\${${name}}`);
  });

  it("the image's process is not root, has no shell before it, and is asked to stop by SIGTERM", () => {
    expect(instruction("USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(command("ENTRYPOINT")).toEqual(["node", "bin/fasthook.js"]);
    expect(instruction("STOPSIGNAL")).toBe("SIGTERM");
  });

  it("what is copied from the checkout exists and is not ignored", () => {
    const fromCheckout = copies.filter((it) => !it.text.startsWith("--from"));
    const sources = fromCheckout.flatMap((it) => it.text.split(" ").slice(0, -1));
    expect(sources).toContain("package-lock.json");
    expect(sources.filter((source) => !existsSync(root + source) || isIgnored(source))).toEqual([]);
  });

  it("what is copied from another stage is made there, the packages without those for development", () => {
    const fromStages = copies.filter((it) => it.text.startsWith("--from")).map((it) => it.text.split(" ")[1]);
    const runs = (name: string) =>
      stages
        .find(([from]) => from?.text.endsWith(` AS ${name}`))!
        .filter((it) => it.keyword === "RUN")
        .map((it) => it.text.replace(/^--mount=\S+ /, ""));
    expect(fromStages).toEqual(["/app/node_modules", "/app/dist"]);
    expect(runs("dependencies")).toEqual(["npm ci --omit=dev"]);
    expect(runs("build")).toEqual(["npm ci", "npm run build"]);
  });

  it("the entry script, without the sources beside it, starts what the build writes", () => {
    const { outDir, rootDir } = buildOptions.compilerOptions;
    const [, started] = /import\("\.\.\/dist\/(\S+)\.js"\)/.exec(read("bin/fasthook.js")) ?? [];
    expect({ outDir, rootDir }).toEqual({ outDir: "dist", rootDir: "." });
    expect(existsSync(`${root}${started}.ts`)).toBe(true);
    expect(read("scripts/build.ts")).toContain("${root}/dist/workflow-bundle.js");
  });

  it("what the build reads is not ignored; secrets, data and what it makes anew are", () => {
    const reads = [
      ...buildOptions.include,
      "scripts",
      "bin",
      "package.json",
      "tsconfig.json",
      "tsconfig.build.json",
    ];
    const unwanted = [".env", ".env.local", ".fasthook", ".fasthook-2", ".git", "node_modules", "dist"];
    expect(reads.filter(isIgnored)).toEqual([]);
    expect(unwanted.filter((path) => !isIgnored(path))).toEqual([]);
  });

  it("the image's health check passes while the process answers, even when it is not ready", async () => {
    expect(await checkHealth(command("HEALTHCHECK"), notReady)).toBe(0);
  });
});
