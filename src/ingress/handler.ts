import type { Request as HttpRequest, RequestHandler, Response as HttpResponse } from "express";
import type { Failpoint } from "../failpoints.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import type { Logger, Metrics } from "../telemetry.ts";
import { accept } from "./accept.ts";
import { answerHandshake, answerStored, refuse, refuseForNow, refuseOverQuota } from "./answer.ts";
import { BodyTooSlow, ClientGone, createIntake, TooMuchUnderWay, type ReceivedBody } from "./intake.ts";
import type { LoopLag } from "./loop-lag.ts";
import { createQuotas } from "./quotas.ts";
import { receive, type Received } from "./receive.ts";
import type { SourceDirectory } from "./source-directory.ts";

/** What ingress needs: it owes nothing to Temporal. */
export interface IngressDependencies {
  sources: SourceDirectory;
  /** Resolves when the request survives the loss of any process. */
  insert: (request: RequestDocument) => Promise<void>;
  /** Takes an accepted request over, once it was answered. Never throws. */
  route: (request: RequestDocument) => void;
  now: () => Date;
  /** Base of the source URLs, without a trailing slash: some providers sign the URL that they call. */
  publicUrl: () => string;
  maxBodyBytes: number;
  /** Of all bodies together, from their first byte until they are stored; 256 MiB. */
  maxBytesUnderWay?: number;
  /** Calls that are under way at once; 10,000. */
  maxCalls?: number;
  loopLag: Pick<LoopLag, "tooLong">;
  /** Milliseconds for a body to come; 30 s. */
  bodyWithin?: number;
  retention: number;
  lease: string;
  grace: number;
  log: Logger;
  metrics: Metrics;
  failpoint?: Failpoint;
}

const MAX_BYTES_UNDER_WAY = 256 * 1024 * 1024;
/** What a call holds beside its body, its headers foremost, is bounded in size: this bounds it in number. */
const MAX_CALLS = 10_000;
const BODY_WITHIN = 30_000;
/** How long a client may go on sending a body that was refused, so that it can read its answer. */
const LINGER = 2000;

/**
 * Receive → verify → store → answer → route. A request is answered only after it was stored; where that fails, the
 * answer is 503 and the provider tries again. A provider's handshake is answered and not stored: it is no webhook.
 */
export function createIngress(deps: IngressDependencies): RequestHandler {
  const intake = createIntake({ maxBytesUnderWay: MAX_BYTES_UNDER_WAY, bodyWithin: BODY_WITHIN, ...deps });
  const quotas = createQuotas(deps.now);
  const { maxCalls = MAX_CALLS } = deps;
  let calls = 0;

  async function take(request: HttpRequest, response: HttpResponse): Promise<string> {
    if (calls > maxCalls || deps.loopLag.tooLong()) {
      refuseForNow(response, "Too much is under way. Send the request again.");
      return "unavailable";
    }
    const received = receive(request.originalUrl, request);
    const source = received && (await deps.sources.find(received.token));
    if (!source) {
      refuse(response, 404, "NOT_FOUND", "There is no source with this URL.");
      return "NOT_FOUND";
    }
    const wait = quotas.take(source);
    if (wait === 0) return intake.read(request, (body) => settle(response, source, received, body));
    refuseOverQuota(response, wait);
    return "RATE_LIMITED";
  }

  async function settle(
    response: HttpResponse,
    source: SourceDocument,
    received: Received,
    body: ReceivedBody,
  ): Promise<string> {
    const mark = { ...deps, now: deps.now(), publicUrl: deps.publicUrl() };
    const accepted = accept(source, received, body, mark);
    if ("reply" in accepted) {
      answerHandshake(response, accepted.reply);
      deps.log.info({ source_id: source._id, type: source.verification.type }, "answered a handshake");
      return "handshake";
    }
    const { request: stored } = accepted;
    await deps.insert(stored);
    deps.failpoint?.("after-insert");
    answerStored(response, source, stored);
    deps.failpoint?.("after-answer");
    if (stored.outbox) deps.route(stored);
    return stored.rejection_cause ?? "accepted";
  }

  return async (request, response) => {
    const stopClock = deps.metrics.acknowledged.startTimer();
    calls++;
    const outcome = await take(request, response).catch((error: unknown) => {
      const known = refuseUnread(response, error);
      if (known !== null) return known;
      deps.log.error({ err: error }, "a request could not be stored");
      if (!response.headersSent) {
        refuseForNow(response, "The request could not be stored and was not accepted. Send it again.");
      }
      return "unavailable";
    });
    calls--;
    deps.metrics.requests.inc({ outcome });
    stopClock();
    if (!request.complete) lingerThenClose(request);
  };
}

/** Answers a call whose body was not read to its end, and names the outcome; null where that is not what happened. */
function refuseUnread(response: HttpResponse, error: unknown): string | null {
  if (error instanceof ClientGone) return "client_gone";
  if (error instanceof BodyTooSlow) {
    refuse(response, 408, "REQUEST_TIMEOUT", "The body did not come in time.");
    return "body_too_slow";
  }
  if (error instanceof TooMuchUnderWay) {
    refuseForNow(response, "Too many bytes are under way. Send the request again.");
    return "unavailable";
  }
  return null;
}

/** Lets the rest of a body come in unread for a while: closing at once would reset the client before it read us. */
function lingerThenClose(request: HttpRequest): void {
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), LINGER);
  request.once("close", () => clearTimeout(timer));
}
