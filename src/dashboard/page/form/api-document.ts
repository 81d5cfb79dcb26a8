import { useEffect } from "preact/hooks";
import { asProblem, read } from "../api.ts";
import { createCell, useCell } from "../cell.ts";
import type { Problem } from "../wire.ts";
import { patchSchema, type ApiDocument, type Schema } from "./schema.ts";

/** The document does not change while the gateway runs: a session reads it once, when a form first needs it. */
const apiDocument = createCell<ApiDocument | null>(null);
const documentProblem = createCell<Problem | null>(null);
let asking = false;

async function ask(): Promise<void> {
  if (asking || apiDocument.get()) return;
  asking = true;
  try {
    apiDocument.set(await read<ApiDocument>("/openapi.json"));
    documentProblem.set(null);
  } catch (error) {
    documentProblem.set(asProblem(error));
  }
  asking = false;
}

const schemas = new Map<string, Schema | null>();

/** Forgets the document: it was read by a session. */
export function forgetApiDocument(): void {
  apiDocument.set(null);
  documentProblem.set(null);
  schemas.clear();
}

function schemaAt(document: ApiDocument, path: string): Schema | null {
  if (!schemas.has(path)) schemas.set(path, patchSchema(document, path));
  return schemas.get(path)!;
}

/** What PATCH takes at a path of the API such as `/v1/sources/{id}`; null until it is known. */
export function usePatchSchema(path: string): {
  schema: Schema | null;
  problem: Problem | null;
  retry: () => void;
} {
  const document = useCell(apiDocument);
  const problem = useCell(documentProblem);
  useEffect(() => void ask(), []);
  return { schema: document && schemaAt(document, path), problem, retry: () => void ask() };
}
