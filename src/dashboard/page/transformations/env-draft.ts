import type { Wire } from "../wire.ts";

type Env = Wire["transformation"]["env"];

/** One variable as it is edited. */
export interface Variable {
  name: string;
  value: string;
  secret: boolean;
  /** Whether the gateway has a secret of this name, which an emptied field keeps. */
  saved: boolean;
}

/** Variables to be edited, in their order. */
export const variablesOf = (env: Env): Variable[] =>
  Object.entries(env).map(([name, it]) =>
    typeof it === "string"
      ? { name, value: it, secret: false, saved: false }
      : { name, value: it.value, secret: true, saved: true },
  );

/** Variables as the API takes them; a row without a name is none yet. */
export const envOf = (variables: Variable[]): Env =>
  Object.fromEntries(
    variables
      .filter(({ name }) => name !== "")
      .map(({ name, value, secret }) => [name, secret ? { value, secret } : value]),
  );

/** What is wrong with the names, or null: as an object, a name that stands twice would lose one of its values. */
export function faultOf(variables: Variable[]): string | null {
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  if (twice !== undefined) return `${twice} stands twice.`;
  return variables.some(({ name, value }) => name === "" && value !== "") ? "A value has no name yet." : null;
}
