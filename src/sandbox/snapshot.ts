/** What a QuickJS was before any user's code ran. */
export interface Snapshot {
  /** Makes it that again. Not to be used once the memory has grown. */
  restore(): void;
}

const PAGE_BYTES = 4096;

/**
 * Keeps the memory of a QuickJS that waits for a call: all of its state but for host functions, which user's code can't
 * change. Above the last byte in use there is only what the allocator will hand out, and the longest run of zeros below
 * is the stack that no call has reached yet: what is left there by a run is read by none, and both stay as they are.
 */
export function takeSnapshot(memory: WebAssembly.Memory): Snapshot {
  const bytes = Buffer.from(memory.buffer);
  const pages = Array.from({ length: bytes.length / PAGE_BYTES }, (_, page) => !isZero(bytes, page));
  const used = (pages.lastIndexOf(true) + 1) * PAGE_BYTES;
  const gap = longestGap(pages.slice(0, used / PAGE_BYTES));
  const [start, end] = [gap.start * PAGE_BYTES, gap.end * PAGE_BYTES];
  const [below, above] = [
    Uint8Array.from(bytes.subarray(0, start)),
    Uint8Array.from(bytes.subarray(end, used)),
  ];
  return {
    restore() {
      bytes.set(below, 0);
      bytes.set(above, end);
    },
  };
}

const ZEROS = Buffer.alloc(PAGE_BYTES);
const isZero = (bytes: Buffer, page: number) =>
  ZEROS.equals(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));

/** The longest run of pages that are not in use. */
function longestGap(pages: readonly boolean[]): { start: number; end: number } {
  let longest = { start: 0, end: 0 };
  let start = 0;
  for (const [page, isUsed] of pages.entries()) {
    if (isUsed) start = page + 1;
    else if (page + 1 - start > longest.end - longest.start) longest = { start, end: page + 1 };
  }
  return longest;
}
