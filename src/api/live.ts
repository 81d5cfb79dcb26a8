import { Router, type Request as HttpRequest, type Response as HttpResponse } from "express";
import { z } from "zod";
import { ApiError } from "../errors.ts";
import { Event } from "../resources/event.ts";
import { EventFilter, RequestFilter } from "../resources/record-filter.ts";
import { Request } from "../resources/request.ts";
import type { EventDocument, RequestDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { requireScope, type Authenticate } from "./auth.ts";
import type { Caller } from "./caller.ts";
import { createLiveFeed, type Changes, type LiveFeed } from "./live-feed.ts";
import type { Stream as DocumentedStream } from "./openapi/stream.ts";
import { parsed } from "./problems.ts";
import { presentEvent, presentRequest } from "./records.ts";

/** Streams of changes. Disposing it ends them all: their clients come back to another process. */
export interface Live extends AsyncDisposable {
  router: Router;
}

/** What live streams need. */
export interface LiveDependencies {
  store: Pick<Store, "lists" | "followRecords">;
  authenticate: Authenticate;
  temporalUrl: (workflowId: string) => string | null;
}

/** The streams, as the API's document has them. */
export const STREAMS: readonly DocumentedStream[] = [
  { path: "/requests/stream", of: "Request", query: RequestFilter },
  { path: "/events/stream", of: "Event", query: EventFilter },
];

/** Open streams of one process, and of one team there. */
const MOST_STREAMS = 256;
const MOST_OF_A_TEAM = 64;
/** Milliseconds between signs of life, at each of which the key is looked up again, as before anything is told. */
const HEARTBEAT = 15_000;
/** Records told at once; where more have changed, the client reads its list anew. */
const MOST_TOLD = 100;
/** Bytes that a client may be behind before it is let go. */
const MOST_BEHIND = 1024 * 1024;

interface Stream {
  response: HttpResponse;
  caller: Caller;
  /** Whether the key still holds. */
  allowed: () => Promise<boolean>;
}

/**
 * `GET /requests/stream` and `GET /events/stream`, filtered as the lists are: server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html) named `missed` (what was read before may be out of
 * date; always the first), `changes` (what is new or changed since) and `dropped` (too slow, come again).
 */
export function createLive({ store, authenticate, temporalUrl }: LiveDependencies): Live {
  const streams = new Set<Stream>();
  const feeds = {
    requests: createLiveFeed((changed) => store.followRecords("requests", changed)),
    events: createLiveFeed((changed) => store.followRecords("events", changed)),
  };
  let closed = false;
  let heartbeat: NodeJS.Timeout | undefined;

  function admit(caller: Caller): void {
    const own = [...streams].filter((stream) => stream.caller.teamId === caller.teamId);
    if (!closed && streams.size < MOST_STREAMS && own.length < MOST_OF_A_TEAM) return;
    const detail = closed ? "This process is about to stop." : "Too many live streams are open already.";
    throw new ApiError("UNAVAILABLE", detail);
  }

  function open(
    request: HttpRequest,
    response: HttpResponse,
    caller: Caller,
    feed: LiveFeed,
    find: Finder,
  ): void {
    // A client that went while its key was looked up has closed already: it would never be taken off.
    if (response.destroyed) return;
    const { authorization } = request.headers;
    const allowed = () =>
      authenticate(authorization, caller.teamId).then(
        () => true,
        (error: unknown) => !(error instanceof ApiError),
      );
    const stream = { response, caller, allowed };
    begin(response);
    streams.add(stream);
    heartbeat ??= setInterval(() => streams.forEach((it) => void beat(it)), HEARTBEAT);
    const leave = feed.listen({
      find: async (ids) => {
        const changes = await find(ids);
        if (isNothing(changes) || (await allowed())) return changes;
        response.end();
        return NOTHING;
      },
      tell: (changes) => send(response, "changes", changes),
      missed: () => send(response, "missed", {}),
    });
    response.once("close", () => {
      leave();
      streams.delete(stream);
      if (streams.size > 0) return;
      clearInterval(heartbeat);
      heartbeat = undefined;
    });
  }

  const router = Router({ caseSensitive: true });
  router.get("/requests/stream", async (request, response) => {
    const caller = await callerOf(request, authenticate);
    const filter = parsed(RequestFilter, request.query, ["query"]);
    admit(caller);
    const present = (document: RequestDocument) => z.encode(Request, presentRequest(document));
    const find = finderOf(filter, present, (wanted, page) =>
      store.lists.requests(caller.teamId, wanted, page),
    );
    open(request, response, caller, feeds.requests, find);
  });
  router.get("/events/stream", async (request, response) => {
    const caller = await callerOf(request, authenticate);
    const filter = parsed(EventFilter, request.query, ["query"]);
    admit(caller);
    const present = (document: EventDocument) => z.encode(Event, presentEvent(document, { temporalUrl }));
    const find = finderOf(filter, present, (wanted, page) => store.lists.events(caller.teamId, wanted, page));
    open(request, response, caller, feeds.events, find);
  });
  return {
    router,
    async [Symbol.asyncDispose]() {
      closed = true;
      for (const { response } of streams) response.end();
      await Promise.all(Object.values(feeds).map((feed) => feed[Symbol.asyncDispose]()));
    },
  };
}

async function callerOf(request: HttpRequest, authenticate: Authenticate): Promise<Caller> {
  const caller = await authenticate(request.get("authorization"), request.get("x-team-id"));
  requireScope(caller, "read");
  return caller;
}

const NOTHING: Changes = { models: [], gone: [] };
const isNothing = (changes: Changes | null) => changes?.models.length === 0 && changes.gone.length === 0;

type Finder = (ids: string[]) => Promise<Changes | null>;
type PageOf<D> = Promise<{ rows: D[] }>;

/** Goes by the lists themselves, so that both mean the same by a filter. */
function finderOf<F extends { ids?: string[] | undefined }, D extends { _id: string }>(
  filter: F,
  present: (document: D) => unknown,
  list: (filter: F, page: { limit: number; dir: "desc"; cursor: null }) => PageOf<D>,
): Finder {
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  const page = { limit: MOST_TOLD + 1, dir: "desc", cursor: null } as const;
  return async (changed) => {
    const ids = filter.ids ? changed.filter((id) => filter.ids?.includes(id)) : changed;
    if (ids.length === 0) return NOTHING;
    const matching = await list({ ...filter, ids }, page);
    if (matching.rows.length > MOST_TOLD) return null;
    const known = new Set(matching.rows.map((row) => row._id));
    const all = narrowed ? await list({ ids } as F, page) : matching;
    if (all.rows.length > MOST_TOLD) return null;
    const gone = all.rows.flatMap((row) => (known.has(row._id) ? [] : [row._id]));
    return { models: matching.rows.map(present), gone };
  };
}

function begin(response: HttpResponse): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    // Proxies such as nginx would wait for more.
    "x-accel-buffering": "no",
  });
  response.write("retry: 2000\n\n");
}

function send(response: HttpResponse, name: string, data: unknown): void {
  if (response.writableEnded) return;
  if (response.writableLength > MOST_BEHIND) {
    response.end('event: dropped\ndata: {"reason":"too slow"}\n\n');
    // What it does not read would never end.
    response.socket?.destroySoon();
    return;
  }
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

async function beat({ response, allowed }: Stream): Promise<void> {
  if (!(await allowed())) return void response.end();
  if (!response.writableEnded) response.write(": still here\n\n");
}
