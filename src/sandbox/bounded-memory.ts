import { MEMORY_BYTES } from "./limits.ts";

const PAGE_BYTES = 64 * 1024;
/** What the WebAssembly build of QuickJS starts with: 16 MiB. */
const INITIAL_PAGES = 256;
/** Emscripten asks for memory up to four times, each time for less, before an allocation fails. */
const REFUSALS_OF_ONE_REQUEST = 4;

/** Memory for one QuickJS that can't grow over the limit, and tells what became of it. */
export interface BoundedMemory {
  readonly memory: WebAssembly.Memory;
  readonly grown: boolean;
  /** True once an allocation failed for the limit. */
  readonly exhausted: boolean;
}

/** A memory for one QuickJS; after a run that exhausted it, it is not to be used again. */
export function createBoundedMemory(): BoundedMemory {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MEMORY_BYTES / PAGE_BYTES });
  const grow = memory.grow.bind(memory);
  let refusals = 0;
  let exhausted = false;
  memory.grow = (pages) => {
    try {
      const before = grow(pages);
      refusals = 0;
      return before;
    } catch (refusal) {
      refusals += 1;
      exhausted ||= refusals === REFUSALS_OF_ONE_REQUEST;
      throw refusal;
    }
  };
  return {
    memory,
    get grown() {
      return memory.buffer.byteLength > INITIAL_PAGES * PAGE_BYTES;
    },
    get exhausted() {
      return exhausted;
    },
  };
}
