import { expect } from "vitest";
import type { List, Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import type { Receiver } from "../support/receiver.ts";
import type { Victim } from "./victim.ts";

/** A lease, a routing's grace and a workflow task may each have to run out, one after the other. */
const SETTLES_WITHIN = 90_000;

/**
 * Waits until all is final, and expects that the books balance: every acked request is there, each request counts the
 * events that it has, each event the attempts that it has, and nothing is left in an outbox. Answers the events.
 */
export async function balanced({ api, database }: Victim, acked: string[]): Promise<Wire["event"][]> {
  const outboxes = ["requests", "events", "changes"].map((name) => database.collection(name));
  const atRest = async () => {
    const marks = await Promise.all(outboxes.map((it) => it.countDocuments({ outbox: { $exists: true } })));
    const open = await api.ok<List<Wire["event"]>>("GET", "/events?status=queued,held,processing");
    return marks.every((count) => count === 0) && open.count === 0;
  };
  await eventually("nothing is left to be done", atRest, SETTLES_WITHIN);

  const requests = (await api.ok<List<Wire["request"]>>("GET", "/requests")).models;
  expect(requests.map((it) => it.id)).toEqual(expect.arrayContaining(acked));
  const all: Wire["event"][] = [];
  for (const request of requests) {
    const events = (await api.ok<List<Wire["event"]>>("GET", `/requests/${request.id}/events`)).models;
    expect(request.events_count).toBe(events.length);
    expect(request.routing.map((it) => it.event_id).sort()).toEqual(events.map((it) => it.id).sort());
    all.push(...events);
  }
  for (const event of all) {
    const attempts = await api.ok<List<Wire["attempt"]>>("GET", `/events/${event.id}/attempts?dir=asc`);
    const numbers = Array.from({ length: event.attempts_count }, (_, at) => at + 1);
    expect(attempts.models.map((it) => it.attempt_number)).toEqual(numbers);
  }
  return all;
}

/** How often each event came: the most frequent first. */
export function arrivals({ requests }: Receiver): number[] {
  const counts = new Map<string | null, number>();
  for (const it of requests) {
    const id = it.header("webhook-id");
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts.values()].sort((a, b) => b - a);
}
