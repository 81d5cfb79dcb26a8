import { useEditing } from "../form/editing.ts";
import { isSame } from "../form/json-draft.ts";
import type { Wire } from "../wire.ts";
import { envOf, variablesOf, type Variable } from "./env-draft.ts";

/** What was changed of a transformation. */
export interface Edits {
  code?: string;
  variables?: Variable[];
}

/** What is edited of a transformation, as a text. */
export const partOf = ({ code, env }: Pick<Wire["transformation"], "code" | "env">): string =>
  `${code}\n\n${JSON.stringify(env, null, 2)}`;

/** What was changed of a transformation, beside what is saved; what was not changed follows what is saved. */
export function useTransformationDraft(transformation: Wire["transformation"]) {
  const { env: savedEnv } = transformation;
  const savedVariables = variablesOf(savedEnv);
  const path = `/transformations/${transformation.id}`;
  const saysSaved = ({ code = transformation.code, variables = savedVariables }: Edits) =>
    code === transformation.code && isSame(variables, savedVariables);
  const { draft, edit, settle, ...editing } = useEditing<Edits>(path, partOf(transformation), saysSaved);
  const edits = draft ?? {};
  const { code = transformation.code, variables = savedVariables } = edits;
  const env = envOf(variables);
  const changes = {
    ...(code === transformation.code ? {} : { code }),
    ...(JSON.stringify(env) === JSON.stringify(savedEnv) ? {} : { env }),
  };
  return {
    ...editing,
    path,
    code,
    variables,
    changes,
    dirty: Object.keys(changes).length > 0,
    edit: (more: Edits) =>
      edit((now) => {
        const next = { ...now, ...more };
        if (next.code === transformation.code) delete next.code;
        if (isSame(next.variables, savedVariables)) delete next.variables;
        return filled(next);
      }),
    discard: () => edit(() => null),
    /** Saved secrets are not shown any more. */
    settle: (made: Wire["transformation"]) =>
      settle(
        (now) =>
          filled({
            ...(now.code === edits.code ? {} : { code: now.code }),
            ...(now.variables === edits.variables ? {} : { variables: now.variables }),
          }),
        partOf(made),
      ),
  };
}

const filled = (edits: Edits): Edits | null => (Object.keys(edits).length > 0 ? edits : null);
