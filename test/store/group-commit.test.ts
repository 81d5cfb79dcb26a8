import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGroupCommit } from "../../src/store/group-commit.ts";

/** One comes alone, two during its write, and one `later`: the groups in which they are written. */
async function groupsOf(patient: boolean, later: () => Promise<unknown>): Promise<number[][]> {
  const groups: number[][] = [];
  const commit = createGroupCommit<number, true>({
    write(items) {
      groups.push(items);
      return Promise.resolve(items.map(() => true));
    },
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
