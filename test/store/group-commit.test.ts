import { setImmediate } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { Unavailable } from "../../src/errors.ts";
import { createGroupCommit } from "../../src/store/group-commit.ts";
import { insist } from "../../src/store/insist.ts";

/** One comes alone, two during its write, and one `later`: the groups in which they are written. */
async function groupsOf(patient: boolean, later: () => Promise<unknown>): Promise<number[][]> {
  const groups: number[][] = [];
  const commit = createGroupCommit<number, true>({
    write(items) {
      groups.push(items);
      return Promise.resolve(items.map(() => true));
    },
    writeWithin: 10_000,
    maxGroup: 100,
    maxWaitingSize: 100,
    writers: 1,
    patient,
  });
  const first = commit.add(1);
  const during = [commit.add(2), commit.add(3)];
  await first;
  await Promise.all([...during, later().then(() => commit.add(4))]);
  await commit[Symbol.asyncDispose]();
  return groups;
}

test("what comes during a write is written by the next at once, where the writer isn't patient", async () => {
  expect(await groupsOf(false, setImmediate)).toEqual([[1], [2, 3], [4]]);
});

test("what comes during a patient writer's write waits for what comes right after, and who comes alone does not", async () => {
  expect(await groupsOf(true, () => Promise.resolve())).toEqual([[1], [2, 3, 4]]);
});

/** One whose first write hangs, with its writes. */
function hangingOnce(maxWaitingSize: number) {
  const write = vi.fn((items: number[]) => Promise.resolve(items.map((): true => true)));
  write.mockReturnValueOnce(new Promise(() => undefined));
  const commit = createGroupCommit({ write, writeWithin: 20, maxGroup: 100, maxWaitingSize, writers: 1 });
  return { commit, write };
}

test("a write that hangs is given up, and the next one is made", async () => {
  const { commit } = hangingOnce(2);
  const hangs = commit.add(1);
  const next = commit.add(2);
  await expect(hangs).rejects.toThrow(Unavailable);
  expect(await next).toBe(true);
  expect(await Promise.all([commit.add(3), commit.add(4)])).toEqual([true, true]);
  await commit[Symbol.asyncDispose]();
});

test("what insists on a write that hangs has it written by the next", async () => {
  const { commit, write } = hangingOnce(1);
  expect(await insist(() => commit.add(1), new AbortController().signal)).toBe(true);
  expect(write).toHaveBeenCalledTimes(2);
});
