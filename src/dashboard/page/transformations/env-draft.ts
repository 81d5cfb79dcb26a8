import type { Pair } from "../form/pairs.ts";
import { masked } from "../mask.ts";
import type { Wire } from "../wire.ts";

type Env = Wire["transformation"]["env"];

/** One variable as it is edited. */
export interface Variable extends Pair {
  value: string;
  secret: boolean;
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

/** Variables for them to be shown: with new secrets masked. */
export const shownEnvOf = (variables: Variable[]): Env =>
  envOf(variables.map((it) => (it.secret ? { ...it, value: masked(it.value) } : it)));
