import type { Request as HttpRequest, RequestHandler, Response as HttpResponse } from "express";
import { REFUSALS } from "../rules/admission.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import type { Logger, Metrics } from "../telemetry.ts";
import { toRequest } from "./accept.ts";
import { ClientGone, readBytes, receive } from "./receive.ts";
import type { SourceDirectory } from "./source-directory.ts";

/** What ingress needs: it owes nothing to Temporal. */
export interface IngressDependencies {
  sources: SourceDirectory;
  /** Resolves when the request survives the loss of any process. */
  insert: (request: RequestDocument) => Promise<void>;
  /** Takes an accepted request over, once it was answered. Never throws. */
  route: (request: RequestDocument) => void;
  now: () => Date;
  maxBodyBytes: number;
  retention: number;
  lease: string;
  grace: number;
  log: Logger;
  metrics: Metrics;
}

/** Seconds after which a provider may try again when a request could not be stored. */
const RETRY_AFTER = 5;
/** How long a client may go on sending a body that was refused, so that it can read its answer. */
const LINGER = 2000;

/**
 * Receive → verify → store → answer → route. A request is answered only after it was stored; where that fails, the
 * answer is 503 and the provider tries again.
 */
export function createIngress(deps: IngressDependencies): RequestHandler {
  async function take(request: HttpRequest, response: HttpResponse): Promise<string> {
    const received = receive(request.originalUrl, request);
    const source = received && (await deps.sources.find(received.token));
    if (!source) {
      refuse(response, 404, "NOT_FOUND", "There is no source with this URL.");
      return "NOT_FOUND";
    }
    const body = await readBytes(request, deps.maxBodyBytes);
    const stored = toRequest(source, received, body, { ...deps, now: deps.now() });
    await deps.insert(stored);
    answer(response, source, stored);
    if (stored.outbox) deps.route(stored);
    return stored.rejection_cause ?? "accepted";
  }

  return async (request, response) => {
    const stopClock = deps.metrics.acknowledged.startTimer();
    const outcome = await take(request, response).catch((error: unknown) => {
      if (error instanceof ClientGone) return "client_gone";
      deps.log.error({ err: error }, "a request could not be stored");
      if (!response.headersSent) unavailable(response);
      return "unavailable";
    });
    deps.metrics.requests.inc({ outcome });
    stopClock();
    if (!request.complete) lingerThenClose(request);
  };
}

function answer(response: HttpResponse, source: SourceDocument, stored: RequestDocument): void {
  response.set("x-request-id", stored._id);
  const cause = stored.rejection_cause;
  if (cause !== null && cause !== "NO_CONNECTION") {
    if (cause === "METHOD_NOT_ALLOWED") response.set("allow", source.allowed_http_methods.join(", "));
    if (cause === "VERIFICATION_FAILED" && source.verification.type === "basic_auth") {
      response.set("www-authenticate", 'Basic realm="webhooks", charset="UTF-8"');
    }
    return refuse(response, REFUSALS[cause].status, cause, REFUSALS[cause].detail, stored._id);
  }
  const custom = source.custom_response;
  if (!custom) return void response.status(200).json({ ok: true, request_id: stored._id });
  response.status(custom.status).set("content-type", custom.content_type).end(custom.body);
}

/** A problem document (RFC 9457). */
function refuse(
  response: HttpResponse,
  status: number,
  code: string,
  detail: string,
  requestId?: string,
): void {
  const problem = { type: "about:blank", title: detail, status, code, detail, request_id: requestId };
  response.status(status).set("content-type", "application/problem+json").end(JSON.stringify(problem));
}

function unavailable(response: HttpResponse): void {
  response.set("retry-after", String(RETRY_AFTER));
  refuse(
    response,
    503,
    "UNAVAILABLE",
    "The request could not be stored and was not accepted. Send it again.",
  );
}

/** Lets the rest of a body come in unread for a while: closing at once would reset the client before it read us. */
function lingerThenClose(request: HttpRequest): void {
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), LINGER);
  request.once("close", () => clearTimeout(timer));
}
