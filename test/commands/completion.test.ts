import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { fasthook } from "../support/command.ts";

async function scriptFor(shell: string): Promise<string> {
  await using command = fasthook(["completion", shell], {});
  expect(await command.ended).toBe(0);
  return command.stdout();
}

test("completion bash, sourced, completes commands, subcommands and options", async () => {
  const script = await scriptFor("bash");
  const complete = (...words: string[]) => {
    const ask = `COMP_WORDS=(fasthook "$@"); COMP_CWORD=$#; _fasthook; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const said = execFileSync("bash", ["-c", `${script}\n${ask}`, "-", ...words], { encoding: "utf8" });
    return said.trim().split("\n");
  };
  expect(complete("ev")).toEqual(["event"]);
  expect(complete("event", "re")).toEqual(["retry"]);
  expect(complete("destination", "rotate")).toEqual(["rotate-secret"]);
  expect(complete("event", "list", "--stat")).toEqual(["--status"]);
  expect(complete("bulk", "retry", "--status", "failed", "--dry")).toEqual(["--dry-run"]);
});

test("completion fish and zsh name every noun", async () => {
  for (const shell of ["fish", "zsh"]) {
    const script = await scriptFor(shell);
    for (const word of ["source", "transformation", "bulk", "listen", "--refresh"])
      expect(script).toContain(word);
  }
});

test("completion of a shell that is not known ends with 2", async () => {
  await using command = fasthook(["completion", "cmd"], {});
  expect(await command.ended).toBe(2);
});
