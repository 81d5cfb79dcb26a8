import { setTimeout as sleep } from "node:timers/promises";
import type { ClientSession, MongoClient } from "mongodb";
import { expect, test } from "vitest";
import { Unavailable } from "../../src/errors.ts";
import { transact } from "../../src/store/transact.ts";

/** A driver as it is beside a server that is silent: it tries again and again, and can't end the session. */
function silentServer() {
  const seen = { tries: 0, commits: 0 };
  const session = {
    async withTransaction<R>(work: () => Promise<R>): Promise<R> {
      for (;;) {
        seen.tries += 1;
        const result = await work();
        if (seen.tries < 3) continue;
        seen.commits += 1;
        return result;
      }
    },
    endSession: () => new Promise(() => undefined),
  };
  return { seen, client: { startSession: () => session as unknown as ClientSession } as MongoClient };
}

test("what is made in time is committed, by whichever try", async () => {
  const { client, seen } = silentServer();
  expect(await transact(client, () => Promise.resolve("made"), 1000)).toBe("made");
  expect(seen).toEqual({ tries: 3, commits: 1 });
});

test("what is under way when its time is over is neither committed nor tried again", async () => {
  const { client, seen } = silentServer();
  await expect(transact(client, () => sleep(100), 20)).rejects.toThrow(Unavailable);
  await sleep(200);
  expect(seen).toEqual({ tries: 1, commits: 0 });
});
