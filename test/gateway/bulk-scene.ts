import type { ApiClient, List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import type { Answer } from "../support/receiver.ts";
import { connect, settledEvent, submit, type Scene } from "./scene.ts";

/** One of an operation's events, as its list shows it. */
export interface BulkEvent {
  event_id: string;
  outcome: string;
  reason: string | null;
  attempt_id: string | null;
  event: Wire["event"] | null;
}

/** Answers as the path says: `/500` with that status, `/broken` with a body that says so too, all else with 200. */
export const byPath: Answer = ({ target, body }) => {
  const status = /\/(\d{3})\b/.exec(target)?.[1];
  return { status: status ? Number(status) : body.includes("refuse") ? 500 : 200 };
};

/** A connection whose destination failed, with its failed events, the oldest first; it would deliver them now. */
export async function recovered(api: ApiClient, url: string, bodies: string[], scene: Scene = {}) {
  const connection = await connect(api, `${url}/500`, scene);
  const requests: string[] = [];
  // One after the other: they are taken in the order in which they came.
  for (const body of bodies) requests.push(await submit(connection.source, { body }));
  const events = await Promise.all(requests.map((id) => settledEvent(api, id)));
  await api.ok("PATCH", `/destinations/${connection.destination_id}`, { url });
  return { connection, events, ids: events.map(({ id }) => id) };
}

export const start = (api: ApiClient, body: object, noun = "events") =>
  api.ok<Wire["bulk"]>("POST", `/${noun}/bulk_operations`, body);

export const read = (api: ApiClient, { id }: { id: string }, noun = "events") =>
  api.ok<Wire["bulk"]>("GET", `/${noun}/bulk_operations/${id}`);

/** The operation when it looks like this. */
export const once = (
  api: ApiClient,
  operation: { id: string },
  what: string,
  looks: (it: Wire["bulk"]) => boolean,
  noun = "events",
) =>
  eventually(`${operation.id} ${what}`, async () => {
    const standing = await read(api, operation, noun);
    return looks(standing) && standing;
  });

/** The operation when nothing more comes of it. */
export const ended = (api: ApiClient, operation: { id: string }, noun = "events") =>
  once(api, operation, "has ended", (it) => it.completed_at !== null, noun);

export const eventsOf = async (api: ApiClient, { id }: { id: string }, outcome?: string) => {
  const query = outcome ? `&outcome=${outcome}` : "";
  return (await api.ok<List<BulkEvent>>("GET", `/events/bulk_operations/${id}/events?dir=asc${query}`))
    .models;
};

/** So many different bodies. */
export const bodies = (count: number) => Array.from({ length: count }, (_, at) => `{"number":${at}}`);
