/** A line of a diff: kept, taken away, or added; `gap` stands for kept lines that are left out. */
export interface DiffLine {
  kind: "same" | "less" | "more" | "gap";
  text: string;
}

const CONTEXT = 3;
/** The table of the longest common subsequence has at most so many cells; beyond, what differs is shown as a whole. */
const MOST_CELLS = 4_000_000;

/** What is different between two texts, line by line, with a few kept lines around each change. */
export function diffLines(before: string, after: string): DiffLine[] {
  const left = linesOf(before);
  const right = linesOf(after);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end++;
  }
  const middle = changes(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return withGaps([...left.slice(0, start).map(same), ...middle, ...left.slice(left.length - end).map(same)]);
}

/** Nothing has no lines: an empty one would be told as taken away. */
const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));

const same = (text: string): DiffLine => ({ kind: "same", text });
const less = (text: string): DiffLine => ({ kind: "less", text });
const more = (text: string): DiffLine => ({ kind: "more", text });

function changes(left: string[], right: string[]): DiffLine[] {
  if (left.length * right.length > MOST_CELLS) return [...left.map(less), ...right.map(more)];
  const lengths = commonLengths(left, right);
  const width = right.length + 1;
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      lines.push(same(left[i++]!));
      j++;
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) lines.push(less(left[i++]!));
    else lines.push(more(right[j++]!));
  }
  return [...lines, ...left.slice(i).map(less), ...right.slice(j).map(more)];
}

/** At i, j: the length of the longest common subsequence of what is left of both from there. */
function commonLengths(left: string[], right: string[]): Uint32Array {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  return lengths;
}

function withGaps(lines: DiffLine[]): DiffLine[] {
  const near = new Uint8Array(lines.length);
  lines.forEach(({ kind }, at) => {
    if (kind !== "same") near.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  const shown: DiffLine[] = [];
  let skipped = 0;
  const closeGap = () => {
    if (skipped > 0)
      shown.push({ kind: "gap", text: `${skipped} unchanged line${skipped === 1 ? "" : "s"}` });
    skipped = 0;
  };
  lines.forEach((line, at) => {
    if (!near[at]) return void skipped++;
    closeGap();
    shown.push(line);
  });
  closeGap();
  return shown;
}
