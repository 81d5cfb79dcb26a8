import { describe, expect, test } from "vitest";
import { takeSnapshot } from "../../src/sandbox/snapshot.ts";

const PAGE = 4096;
const STACK = 10 * PAGE;
const HEAP = 40 * PAGE;

/** A memory with something in its first page, a stack that nothing has reached, and a heap of two pages. */
function aMemory() {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4 });
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(1, 0, 100);
  bytes.fill(2, HEAP, HEAP + PAGE + 1);
  return { memory, bytes };
}

describe("a snapshot", () => {
  test("gives all that was in use its bytes back, however they were changed", () => {
    const { memory, bytes } = aMemory();
    const before = Uint8Array.from(bytes);
    const snapshot = takeSnapshot(memory);
    for (const change of [7, 0]) {
      bytes.fill(change, 0, PAGE);
      bytes.fill(change, HEAP, HEAP + 2 * PAGE);
      snapshot.restore();
      expect(Buffer.compare(bytes, before)).toBe(0);
    }
  });

  test("leaves alone what no call has reached, and what was not handed out", () => {
    const { memory, bytes } = aMemory();
    const snapshot = takeSnapshot(memory);
    bytes[STACK] = 9;
    bytes[HEAP + 3 * PAGE] = 9;
    snapshot.restore();
    expect([bytes[STACK], bytes[HEAP + 3 * PAGE]]).toEqual([9, 9]);
  });
});
