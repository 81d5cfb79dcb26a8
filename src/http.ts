import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import { Server as NetServer, type AddressInfo } from "node:net";
import express, { type Express, type RequestHandler, type Router } from "express";
import helmet from "helmet";
import { AddressTaken, ApiError } from "./errors.ts";
import { problemHandler } from "./api/problems.ts";
import type { Readiness } from "./health.ts";
import type { Logger } from "./telemetry/log.ts";
import { mergeExpositions } from "./telemetry/merge.ts";
import type { Metrics } from "./telemetry/metrics.ts";

/** What a process serves over HTTP. Every role serves health and metrics. */
export interface HttpParts {
  ingress: RequestHandler | null;
  api: Router | null;
  /** The web page, where the API is. */
  dashboard: RequestHandler | null;
  readiness: () => Promise<Readiness>;
  metrics: Metrics;
  /** A worker beside this process, whose metrics it shows with its own. */
  worker?: { metrics: () => Promise<string> } | null;
  log: Logger;
}

/** Header lines of one request, in bytes all together; more is 431. */
const MAX_HEADERS = 65_536;
/** Milliseconds for a client to send its headers, and its whole request; and how often that is looked at. */
const PATIENCE = { headersWithin: 15_000, requestWithin: 60_000, lookEvery: 5000 };
/** Milliseconds for clients to come once more when the server stops, and for answers under way. */
const LEAVES_WITHIN = 500;
const CLOSE_WITHIN = 8000;

/** Nothing may be loaded, run or framed: a page says itself what it needs beyond that. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};
/** What browsers may grant a page (https://www.w3.org/TR/permissions-policy/): none of it. */
const PERMISSIONS = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** What a source answers, also HTML of a team's own, must not run on the origin whose pages hold a key. */
const inert: RequestHandler = (_request, response, next) => {
  response.set({
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  next();
};

/** The application: ingress under /in, the API under /v1, health and metrics beside them. */
export function createApp({ ingress, api, dashboard, readiness, metrics, worker, log }: HttpParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use((_request, response, next) => {
    response.set("x-request-id", randomUUID());
    next();
  });
  if (ingress) app.use("/in", inert, ingress);
  app.use(helmet({ contentSecurityPolicy: POLICY, referrerPolicy: { policy: "no-referrer" } }));
  app.use((_request, response, next) => {
    response.set("permissions-policy", PERMISSIONS);
    next();
  });
  app.get("/healthz", (_request, response) => void response.json({ status: "ok" }));
  app.get("/readyz", async (_request, response) => {
    const state = await readiness();
    response.status(state.status === "ready" ? 200 : 503).json(state);
  });
  app.get("/metrics", async (_request, response) => {
    const [own, other] = await Promise.all([metrics.registry.metrics(), worker?.metrics() ?? ""]);
    response.type(metrics.registry.contentType).send(other ? mergeExpositions(own, other, "worker") : own);
  });
  if (api)
    app.use("/v1", timed(metrics), api).get("/docs", (_request, response) => response.redirect("/v1/docs"));
  if (dashboard) app.use(dashboard);
  app.use((request) => {
    throw new ApiError("NOT_FOUND", `There is nothing at ${request.path}.`);
  });
  app.use(problemHandler(log));
  return app;
}

/** Streams are left out: they last as long as their reader wants. */
function timed({ api }: Metrics): RequestHandler {
  return (_request, response, next) => {
    const stop = api.startTimer();
    response.once("finish", () => {
      if (String(response.getHeader("content-type")).startsWith("text/event-stream")) return;
      stop({ status: `${Math.floor(response.statusCode / 100)}xx` });
    });
    next();
  };
}

/** A listening server; disposing it stops accepting and lets answers under way end. */
export interface Listener extends AsyncDisposable {
  url: string;
}

/** Where a server listens, and to what. */
interface Listening {
  host: string;
  port: number;
  /** Nobody is invited to send a larger body. */
  maxBodyBytes: number;
  patience?: typeof PATIENCE;
}

/**
 * Listens; rejects where the address is taken. Slow clients are bounded in time, however they trickle, and are answered
 * 408; headers in size, not in number. Who asks first (RFC 9110 section 10.1.1) is told to go on unless the body is too
 * large: then the answer comes at once.
 */
export async function listen(
  app: Express,
  { host, port, maxBodyBytes, patience = PATIENCE }: Listening,
): Promise<Listener> {
  const limits = {
    maxHeaderSize: MAX_HEADERS,
    headersTimeout: patience.headersWithin,
    requestTimeout: patience.requestWithin,
    // Where this is not set, a client has half a minute more than its limit.
    connectionsCheckingInterval: patience.lookEvery,
  };
  const server = createServer(limits);
  const leave = seeOff(server);
  server.on("request", app);
  server.on("checkContinue", (request, response) => {
    const tooLarge = Number(request.headers["content-length"] ?? 0) > maxBodyBytes;
    if (!tooLarge) response.writeContinue();
    server.emit("request", request, response);
  });
  server.maxHeadersCount = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new AddressTaken(host, port) : error),
    );
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${bound}`, [Symbol.asyncDispose]: () => close(server, leave) };
}

/**
 * From the call of what it answers on, each answer ends its connection and says so, also one that is under way: a client
 * then sends nothing more into a connection that is about to close, which would be reset.
 */
function seeOff(server: Server): () => void {
  const underWay = new Set<ServerResponse>();
  let leaving = false;
  const end = (response: ServerResponse) => void (response.shouldKeepAlive = false);
  server.on("request", (_request, response: ServerResponse) => {
    if (leaving) return end(response);
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
  });
  return () => {
    leaving = true;
    underWay.forEach(end);
  };
}

/** Clients that are in use have a moment to come once more, and be told; only then idle connections are closed. */
async function close(server: Server, leave: () => void): Promise<void> {
  leave();
  // Its own `close` would close idle connections at once.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  const timers = [
    setTimeout(() => server.close(), LEAVES_WITHIN),
    setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN),
  ];
  await closed;
  timers.forEach(clearTimeout);
  server.close();
}
