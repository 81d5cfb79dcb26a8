import type { Request as HttpRequest, RequestHandler, Response as HttpResponse } from "express";
import type { Failpoint } from "../failpoints.ts";
import type { RequestDocument, SourceDocument } from "../store/documents.ts";
import type { Logger } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Span } from "../telemetry/tracing.ts";
import { accept } from "./accept.ts";
import { answerStored, refuse, refuseForNow, refuseOverQuota, reply } from "./answer.ts";
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
  /** Told of an accepted request before it is stored, so that its routing can be made ready. */
  expect: (request: RequestDocument) => void;
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
  /** Begins the span of a request that is to be stored; null where nothing is traced. */
  receiving?: (request: RequestDocument, startedAt: Date) => Span | null;
  failpoint?: Failpoint;
}

/** What there was not enough of for a request. */
type Lack = "calls" | "event_loop" | "bytes" | "storage";

/** A call to a source. */
interface Call {
  response: HttpResponse;
  source: SourceDocument;
  received: Received;
  startedAt: Date;
}

/** A request whose write failed; it may stand after all. */
class NotStored extends Error {
  constructor(
    readonly requestId: string,
    cause: unknown,
  ) {
    super("a request could not be stored", { cause });
  }
}

const NOT_ACCEPTED = "The request could not be stored for certain, and is not accepted. Send it again.";

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

  /** 503, for want of this. */
  function refuseFor(reason: Lack, response: HttpResponse, detail: string): string {
    deps.metrics.refusals.inc({ reason });
    if (!response.headersSent) refuseForNow(response, detail);
    return "unavailable";
  }

  async function take(request: HttpRequest, response: HttpResponse): Promise<string> {
    const startedAt = deps.now();
    const busy = calls > maxCalls ? "calls" : deps.loopLag.tooLong() ? "event_loop" : null;
    if (busy) return refuseFor(busy, response, "Too much is under way. Send the request again.");
    const received = receive(request.originalUrl, request);
    const source = received && (await deps.sources.find(received.token));
    if (!source) {
      refuse(response, 404, "NOT_FOUND", "There is no source with this URL.");
      return "NOT_FOUND";
    }
    const wait = quotas.take(source);
    const call = { response, source, received, startedAt };
    if (wait === 0) return intake.read(request, (body) => settle(call, body));
    refuseOverQuota(response, wait);
    return "RATE_LIMITED";
  }

  async function settle(
    { response, source, received, startedAt }: Call,
    body: ReceivedBody,
  ): Promise<string> {
    const mark = { ...deps, now: deps.now(), publicUrl: deps.publicUrl() };
    const accepted = accept(source, received, body, mark);
    if ("reply" in accepted) {
      reply(response, accepted.reply);
      deps.log.info({ source_id: source._id, type: source.verification.type }, "answered a handshake");
      return "handshake";
    }
    const { request: stored } = accepted;
    const span = deps.receiving?.(stored, startedAt) ?? null;
    if (span) stored.traceparent = span.traceparent;
    if (stored.outbox) deps.expect(stored);
    try {
      await deps.insert(stored);
    } catch (error) {
      span?.end({ error: "not_stored" });
      throw new NotStored(stored._id, error);
    }
    deps.failpoint?.("after-insert");
    answerStored(response, source, stored);
    deps.failpoint?.("after-answer");
    span?.end({ attributes: { "http.response.status_code": response.statusCode } });
    if (stored.outbox) deps.route(stored);
    return stored.rejection_cause ?? "accepted";
  }

  function refuseFaulty(response: HttpResponse, error: unknown): string {
    const known = refuseUnread(response, error);
    if (known !== null) return known;
    if (error instanceof TooMuchUnderWay)
      return refuseFor("bytes", response, "Too many bytes are under way. Send the request again.");
    const request_id = error instanceof NotStored ? error.requestId : undefined;
    const err = error instanceof NotStored ? error.cause : error;
    deps.log.error({ err, request_id }, "a request could not be stored");
    return refuseFor("storage", response, NOT_ACCEPTED);
  }

  return async (request, response) => {
    const stopClock = deps.metrics.acknowledged.startTimer();
    calls++;
    const outcome = await take(request, response).catch((error: unknown) => refuseFaulty(response, error));
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
  return null;
}

/** Lets the rest of a body come in unread for a while: closing at once would reset the client before it read us. */
function lingerThenClose(request: HttpRequest): void {
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), LINGER);
  request.once("close", () => clearTimeout(timer));
}
