/** A JSON Schema of the 2020-12 dialect, which is OpenAPI 3.1's own. */
export type JsonSchema = { [keyword: string]: unknown };

/** One operation of the document, as far as this program reads it again. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: object[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, Answer>;
}

/** A parameter in the path, the query or the headers. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

/** What an operation may answer: in place, or by reference to an error that many share. */
export type Answer = { $ref: string } | { description: string; content: Record<string, Content> };

/** A body, with an example where the schema has none by itself. */
export interface Content {
  schema: JsonSchema;
  example?: unknown;
}
