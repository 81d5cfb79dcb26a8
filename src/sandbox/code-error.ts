import { GUEST_FILE } from "./guest.ts";
import type { CodeError, CompileError } from "./protocol.ts";

/** The name of the user's code in stacks. */
export const CODE_FILE = "transformation.js";

const POSITION = /transformation\.js:(\d+)(?::(\d+))?/;

/** An error of the user's code, from what QuickJS knows of it: the guest's own frames are left out of its stack. */
export function codeError(name: string, message: string, rawStack = ""): CodeError {
  const frames = rawStack.split("\n").filter((frame) => frame !== "" && !frame.includes(GUEST_FILE));
  const stack = frames.join("\n");
  return { name, message, stack, line: position(stack).line };
}

/** Why code doesn't compile, from QuickJS's error. */
export function compileError(message: string, stack: string): CompileError {
  return { message, ...position(stack) };
}

function position(stack: string): { line: number | null; column: number | null } {
  const found = POSITION.exec(stack);
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { line: number(found?.[1]), column: number(found?.[2]) };
}
