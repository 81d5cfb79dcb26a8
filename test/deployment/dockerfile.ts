import { z } from "zod";
import { read } from "./checkout.ts";

interface Instruction {
  keyword: string;
  text: string;
}

/** The Dockerfile's instructions by stage, continued lines joined; the first "stage" is what precedes them. */
export const stages = readStages(read("Dockerfile"));
const image = stages.at(-1)!;

/** The text of an instruction that the final stage has once. */
export function instruction(keyword: string): string {
  const found = image.filter((it) => it.keyword === keyword);
  if (found.length !== 1) throw new Error(`the final stage has ${found.length} of ${keyword}`);
  return found[0]!.text;
}

/** The environment that the image brings. */
export const imageEnv: Record<string, string> = Object.fromEntries(
  [...instruction("ENV").matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!]),
);

/** An instruction's command in exec form; throws where it is in shell form. */
export const command = (keyword: string) =>
  z.array(z.string()).parse(JSON.parse(instruction(keyword).replace(/^[^[]*/, "")));

function readStages(text: string): Instruction[][] {
  const lines = text
    .replace(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const read: Instruction[][] = [[]];
  for (const line of lines.filter(Boolean)) {
    const [, keyword, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (!keyword) throw new Error(`not an instruction: ${line}`);
    if (keyword === "FROM") read.push([]);
    read.at(-1)!.push({ keyword, text: rest! });
  }
  return read;
}
