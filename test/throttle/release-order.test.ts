import { describe, expect, it } from "vitest";
import type { EventDocument } from "../../src/store/documents.ts";
import { createReleaseOrder } from "../../src/throttle/release-order.ts";
import { eventually } from "../support/eventually.ts";

const unattempted = (_id: string) => ({ _id, attempts_count: 0 }) as EventDocument;

/** Released events, named so that they sort by arrival; those in `waiting` were not attempted yet. */
function released(...ids: string[]) {
  const waiting = new Set(ids);
  const order = createReleaseOrder({
    releasedBefore: ({ _id }) => Promise.resolve([...waiting].filter((id) => id < _id).map(unattempted)),
  });
  const begun: string[] = [];
  const begin = async (id: string) => {
    await order.enter(unattempted(id));
    begun.push(id);
  };
  return { waiting, order, begun, begin };
}

describe("released events", () => {
  it("begin in order of arrival, in whatever order they come", async () => {
    const { begun, begin } = released("a", "b", "c", "d");
    await Promise.all(["c", "b", "d", "a"].map(begin));
    expect(begun).toEqual(["a", "b", "c", "d"]);
  });

  it("begin as soon as the attempt of the older one has ended", async () => {
    const { order, begun, begin } = released("a", "b");
    await begin("a");
    const second = begin("b");
    order.leave(unattempted("a"));
    await second;
    expect(begun).toEqual(["a", "b"]);
  });

  it("begin when another process has attempted the older ones", async () => {
    const { waiting, begun, begin } = released("a", "b");
    const second = begin("b");
    waiting.delete("a");
    await second;
    expect(begun).toEqual(["b"]);
  });

  it("begin although an older one never does", async () => {
    const { begun, begin } = released("a", "b", "c");
    void begin("c");
    await eventually("the third has begun", () => begun.includes("c"));
    expect(begun).toEqual(["c"]);
  });
});
