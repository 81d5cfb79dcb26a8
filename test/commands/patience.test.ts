import { expect, test } from "vitest";
import { CommandFault, EXIT, usageFault } from "../../src/commands/exit.ts";
import { answered } from "../../src/commands/patience.ts";

const away = () => new CommandFault(EXIT.fault, "nobody is there");

/** A gateway that answers so, one after the other, the last for ever; time passes in pauses alone. */
function following(...answers: (string | Error)[]) {
  let time = 0;
  let asked = 0;
  const told: string[] = [];
  const ask = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const patience = {
    now: () => time,
    sleep: async (milliseconds: number) => void (time += milliseconds),
    lost: (reason: string) => void told.push(reason),
    back: () => void told.push("back"),
  };
  return { answer: answered(ask, patience), told, time: () => time, asked: () => asked };
}

test("an answer at once is handed on, and nothing is told", async () => {
  const { answer, told } = following("here");
  expect(await answer).toBe("here");
  expect(told).toEqual([]);
});

test("a gateway that is away for a while is asked again, ever more slowly, and told of once", async () => {
  const { answer, told, time } = following(away(), away(), away(), away(), away(), "here");
  expect(await answer).toBe("here");
  expect(told).toEqual(["nobody is there", "back"]);
  expect(time()).toBe(500 + 1000 + 2000 + 4000 + 5000);
});

test("a gateway that stays away is given up after a minute, with its last fault", async () => {
  const { answer, time, asked } = following(away());
  await expect(answer).rejects.toMatchObject({ exitCode: EXIT.fault, message: "nobody is there" });
  expect(time()).toBeGreaterThanOrEqual(60_000);
  expect(time()).toBeLessThan(66_000);
  expect(asked()).toBeLessThan(20);
});

test.each([
  ["a refusal", new CommandFault(EXIT.refused, "who are you")],
  ["what is not there", new CommandFault(EXIT.notFound, "no such thing")],
  ["a usage fault", usageFault("not so")],
  ["a fault of our own", new TypeError("undefined is not a function")],
])("%s is not asked for again", async (_, fault) => {
  const { answer, asked } = following(fault, "never");
  await expect(answer).rejects.toBe(fault);
  expect(asked()).toBe(1);
});
