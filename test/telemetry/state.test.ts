import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Backlog } from "../../src/store/backlog.ts";
import { registerState, type StateSources } from "../../src/telemetry/state.ts";

const AT = new Date("2026-01-01T00:00:00Z");
const ago = (seconds: number) => new Date(AT.getTime() - 1000 * seconds);
const BACKLOG: Backlog = {
  waiting: { queued: 3, held: 2, processing: 1 },
  dueSince: ago(7),
  outbox: {
    requests: { count: 4, dueSince: ago(-10) },
    events: { count: 0, dueSince: null },
    aside: { count: 6, dueSince: ago(8) },
  },
  bulkOperations: 5,
};
const yes = () => Promise.resolve(true);
const hangs = () => new Promise<never>(() => undefined);
const fails = () => Promise.reject(new Error("away"));

/** Answers what a scrape shows of the gauges, without their help. */
function scraping(sources: Partial<StateSources>): () => Promise<string[]> {
  const registry = new Registry();
  const all = {
    backlog: () => Promise.resolve(BACKLOG),
    mongodbAnswers: yes,
    temporalAnswers: yes,
    now: () => AT,
  };
  registerState(registry, { ...all, ...sources });
  return async () => (await registry.metrics()).split("\n").filter((line) => /^\w/.test(line));
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

describe("a scrape", () => {
  it("of a gateway whose servers answer shows what waits, and for how long", async () => {
    expect(await scraping({})()).toEqual([
      "fasthook_mongodb_up 1",
      "fasthook_temporal_up 1",
      'fasthook_events_waiting{status="queued"} 3',
      'fasthook_events_waiting{status="held"} 2',
      'fasthook_events_waiting{status="processing"} 1',
      "fasthook_queue_oldest_seconds 7",
      'fasthook_outbox_size{of="requests"} 4',
      'fasthook_outbox_size{of="events"} 0',
      'fasthook_outbox_size{of="aside"} 6',
      'fasthook_outbox_oldest_seconds{of="requests"} 0',
      'fasthook_outbox_oldest_seconds{of="events"} 0',
      'fasthook_outbox_oldest_seconds{of="aside"} 8',
      "fasthook_bulk_operations_open 5",
    ]);
  });

  it.each([
    ["fails", fails],
    ["is silent", hangs],
  ])("while MongoDB %s comes to its end, and leaves out what can't be read", async (_how, away) => {
    const scraped = scraping({ backlog: away, mongodbAnswers: away })();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await scraped).toEqual(["fasthook_mongodb_up 0", "fasthook_temporal_up 1"]);
  });

  it("soon after another one reads nothing anew, and much later does", async () => {
    const backlog = vi.fn(() => Promise.resolve(BACKLOG));
    const scrape = scraping({ backlog });
    await Promise.all([scrape(), scrape()]);
    await vi.advanceTimersByTimeAsync(4000);
    await scrape();
    expect(backlog).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    await scrape();
    expect(backlog).toHaveBeenCalledTimes(2);
  });

  it("after one that took long waits longer until it reads anew", async () => {
    const backlog = vi.fn(() => new Promise<Backlog>((resolve) => setTimeout(() => resolve(BACKLOG), 500)));
    const scrape = scraping({ backlog });
    const first = scrape();
    await vi.advanceTimersByTimeAsync(500);
    await first;
    await vi.advanceTimersByTimeAsync(24_000);
    await scrape();
    expect(backlog).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    const second = scrape();
    await vi.advanceTimersByTimeAsync(500);
    await second;
    expect(backlog).toHaveBeenCalledTimes(2);
  });
});
