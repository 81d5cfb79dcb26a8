import { expect, test } from "vitest";
import { createLifetime } from "../src/lifetime.ts";

const never = new Promise<void>(() => {});

/** Resources that note when they begin to close, and close when they are told to. */
function closings() {
  const begun: string[] = [];
  const closing = (name: string, closed: Promise<void> = Promise.resolve()) => ({
    [Symbol.asyncDispose]: () => {
      begun.push(name);
      return closed;
    },
  });
  return { begun, closing };
}

test("what was opened is closed in reverse order, each when the one before it has closed", async () => {
  const { begun, closing } = closings();
  let release = () => {};
  const lifetime = createLifetime();
  lifetime.own(closing("first"));
  lifetime.own(closing("last", new Promise<void>((resolve) => (release = resolve))));
  const closed = lifetime[Symbol.asyncDispose]();
  await Promise.resolve();
  expect(begun).toEqual(["last"]);
  release();
  await closed;
  expect(begun).toEqual(["last", "first"]);
});

test("what is closed at once waits for nothing else of it", async () => {
  const { begun, closing } = closings();
  const lifetime = createLifetime({ atOnce: true });
  for (const name of ["a", "b", "c"]) lifetime.own(closing(name, never));
  void lifetime[Symbol.asyncDispose]();
  await Promise.resolve();
  expect(begun.sort()).toEqual(["a", "b", "c"]);
});

test("what does not close in time is a failure, and all else is closed all the same", async () => {
  const { begun, closing } = closings();
  const lifetime = createLifetime({ within: 20 });
  lifetime.own(closing("first"));
  lifetime.own(closing("hangs", never));
  lifetime.own(closing("last"));
  await expect(lifetime[Symbol.asyncDispose]()).rejects.toThrow("not all could be closed in time");
  expect(begun).toEqual(["last", "hangs", "first"]);
});

test.each([false, true])(
  "several fail to close, at once: %j, and the first failure is thrown",
  async (atOnce) => {
    const { begun, closing } = closings();
    const lifetime = createLifetime({ atOnce });
    for (const name of ["c", "b", "a"]) lifetime.own(closing(name, Promise.reject(new Error(name))));
    await expect(lifetime[Symbol.asyncDispose]()).rejects.toThrow("a");
    expect(begun).toEqual(["a", "b", "c"]);
  },
);
