import type { ApiClient, List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { send, type Sent } from "./send.ts";

let names = 0;
const unique = (noun: string) => `${noun}-${++names}`;

/** What a connection is made of, beside names of its own. */
export interface Scene {
  name?: string;
  rules?: object[];
  first_attempt?: string;
  enabled?: boolean;
  source?: object;
  destination?: object;
}

/** A new connection from a new source to a new destination at `url`. */
export function connect(api: ApiClient, url: string, scene: Scene = {}): Promise<Wire["connection"]> {
  return api.ok("POST", "/connections", {
    ...scene,
    source: { name: unique("source"), ...scene.source },
    destination: { name: unique("destination"), url, ...scene.destination },
  });
}

/** Another connection from the same source, to a new destination at `url`. */
export function connectAlso(
  api: ApiClient,
  { source_id }: Wire["connection"],
  url: string,
  { destination, ...settings }: Omit<Scene, "source"> = {},
): Promise<Wire["connection"]> {
  const target = { name: unique("destination"), url, ...destination };
  return api.ok("POST", "/connections", { ...settings, source_id, destination: target });
}

/** Sends a webhook that is accepted, and answers its request id. */
export async function submit(source: { url: string }, sent: Sent = {}): Promise<string> {
  const answer = await send(source.url, sent);
  if (answer.status !== 200) throw new Error(`ingress answered ${answer.status}: ${answer.body.toString()}`);
  return answer.json<{ request_id: string }>().request_id;
}

/** The request once it was routed, or found to have no connection. */
export function routed(api: ApiClient, requestId: string): Promise<Wire["request"]> {
  return eventually(`${requestId} is routed`, async () => {
    const request = await api.ok<Wire["request"]>("GET", `/requests/${requestId}`);
    return (request.routing.length > 0 || request.status === "rejected") && request;
  });
}

/** A request's events, the latest connection's first, once all of them are final. */
export async function settled(api: ApiClient, requestId: string): Promise<Wire["event"][]> {
  const { events_count } = await routed(api, requestId);
  return eventually(`the events of ${requestId} are final`, async () => {
    const list = await api.ok<List<Wire["event"]>>("GET", `/requests/${requestId}/events?status=processed`);
    return list.count === events_count && list.models;
  });
}

/** The only event of a request, once it is final. */
export async function settledEvent(api: ApiClient, requestId: string): Promise<Wire["event"]> {
  const [event, ...others] = await settled(api, requestId);
  if (!event || others.length > 0) throw new Error(`${requestId} has not exactly one event`);
  return event;
}

/** An event's attempts, the first one first. */
export async function attemptsOf(api: ApiClient, eventId: string): Promise<Wire["attempt"][]> {
  return (await api.ok<List<Wire["attempt"]>>("GET", `/events/${eventId}/attempts?dir=asc`)).models;
}
