import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Lifetime } from "../src/lifetime.ts";

/** What a process of the benchmark can be asked for, by name; questions and answers travel as structured clones. */
export type Verbs = Record<string, (question: never) => Promise<unknown>>;

/** A process of the benchmark's own. */
export interface Child<V extends Verbs> {
  pid: number;
  /** Rejects with what went wrong there. */
  ask: <Verb extends keyof V & string>(verb: Verb, question: Parameters<V[Verb]>[0]) => ReturnType<V[Verb]>;
}

interface Question {
  id: number;
  verb: string;
  question: unknown;
}

interface Answer {
  id: number;
  answer?: unknown;
  fault?: string;
}

/** Starts a file of this folder as a process, which serves once it has said so; the lifetime ends it. */
export async function openChild<V extends Verbs>(
  lifetime: Lifetime,
  file: string,
  args: string[] = [],
): Promise<Child<V>> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(entry, args, { execArgv: ["--import", "tsx"], serialization: "advanced" });
  const ended = once(child, "exit");
  lifetime.own({
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (message: Answer) => {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  child.on("exit", () => {
    for (const [id, settle] of waiting) settle({ id, fault: `${file} ended` });
  });
  let asked = 0;
  const wait = (id: number) => new Promise<Answer>((resolve) => waiting.set(id, resolve));
  const answerOf = async ({ answer, fault }: Answer) => {
    if (fault !== undefined) throw new Error(fault);
    return answer;
  };
  const ready = wait(0);
  await ready.then(answerOf);
  const ask = async (verb: string, question: unknown) => {
    const id = (asked += 1);
    const answer = wait(id);
    child.send({ id, verb, question } satisfies Question);
    return answerOf(await answer);
  };
  return { pid: child.pid!, ask: ask as Child<V>["ask"] };
}

/** The other end: answers the process that started this one, and ends with it. */
export function serveParent(verbs: Verbs): void {
  const tell = (answer: Answer) => void process.send?.(answer);
  process.on("disconnect", () => process.exit());
  process.on("message", ({ id, verb, question }: Question) => {
    verbs[verb]!(question as never).then(
      (answer) => tell({ id, answer }),
      (error: unknown) => tell({ id, fault: error instanceof Error ? (error.stack ?? error.message) : "" }),
    );
  });
  tell({ id: 0 });
}
