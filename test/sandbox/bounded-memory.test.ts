import { describe, expect, test } from "vitest";
import { createBoundedMemory } from "../../src/sandbox/bounded-memory.ts";

const PAGES_LEFT = 1024 - 256;

describe("bounded memory", () => {
  const aMemory = () => {
    const bounded = createBoundedMemory();
    const ask = (...sizes: number[]) => {
      for (const pages of sizes) {
        try {
          bounded.memory.grow(pages);
        } catch {
          // Emscripten goes on to ask for less.
        }
      }
    };
    return { bounded, ask };
  };

  test("that was not asked for more: neither grown nor exhausted", () => {
    expect(createBoundedMemory()).toMatchObject({ grown: false, exhausted: false });
  });

  test("asked for the very last page: it is grown, and not exhausted", () => {
    const { bounded, ask } = aMemory();
    ask(PAGES_LEFT);
    expect(bounded).toMatchObject({ grown: true, exhausted: false });
    expect(bounded.memory.buffer.byteLength).toBe(64 * 2 ** 20);
  });

  test("that grants what is left each time after refusals of more: it is not exhausted", () => {
    const { bounded, ask } = aMemory();
    ask(PAGES_LEFT + 3, PAGES_LEFT + 2, PAGES_LEFT + 1, PAGES_LEFT - 1, 4, 3, 2, 1);
    expect(bounded.exhausted).toBe(false);
  });

  test("that refuses all of one request: it is exhausted for good", () => {
    const { bounded, ask } = aMemory();
    ask(PAGES_LEFT + 4, PAGES_LEFT + 3, PAGES_LEFT + 2, PAGES_LEFT + 1, 1);
    expect(bounded.exhausted).toBe(true);
  });
});
