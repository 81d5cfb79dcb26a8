import type { OpenApiDocument } from "./document.ts";
import type { Answer, JsonSchema, Operation, Parameter } from "./operation.ts";

/** The document as a page for people: plain HTML, readable offline and without scripts. `stylesheet` is its address. */
export function documentPage(document: OpenApiDocument, stylesheet: string): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = document.tags.map(({ name }) => ({
    name,
    operations: operations.filter(({ operation }) => operation.tags[0] === name),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
<link rel="stylesheet" href="${escape(stylesheet)}">
</head>
<body>
<nav aria-label="Resources"><strong>${escape(document.info.title)} ${escape(document.info.version)}</strong>
${sections.map(({ name }) => `<a href="#${slug(name)}">${escape(name)}</a>`).join("\n")}
<a href="#schemas">schemas</a>
</nav>
<main>
<h1>REST API</h1>
<p>${code(document.info.description)}</p>
<p>Send <code>Authorization: Bearer &lt;key&gt;</code> with each call. The document for programs:
<a href="/v1/openapi.json">openapi.json</a>.</p>
${sections.map((section) => sectionOf(section)).join("\n")}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(([name, schema]) => `<section id="${slug(name)}"><h3>${escape(name)}</h3>${shapeOf(schema)}</section>`)
  .join("\n")}
</main>
</body>
</html>`;
}

interface Placed {
  path: string;
  method: string;
  operation: Operation;
}

function sectionOf({ name, operations }: { name: string; operations: Placed[] }): string {
  return `<h2 id="${slug(name)}">${escape(name)}</h2>\n${operations.map(operationOf).join("\n")}`;
}

function operationOf({ path, method, operation }: Placed): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content["application/json"];
  return `<details id="${escape(operationId)}">
<summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${escape(path)}</code>
<span class="summary">${code(summary)}</span></summary>
${description ? `<p>${code(description)}</p>` : ""}
${parameters.length > 0 ? `<h4>Parameters</h4>${parametersOf(parameters)}` : ""}
${body ? `<h4>Body</h4>${shapeOf(body.schema)}${exampleIn(body.example)}` : ""}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(answerOf).join("")}</dl>
</details>`;
}

function parametersOf(parameters: Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = "", schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? ", required" : ""}</td>` +
      `<td>${typeOf(schema)} ${code(description)}</td></tr>`,
  );
  return `<table>${rows.join("")}</table>`;
}

function answerOf([status, answer]: [string, Answer]): string {
  if ("$ref" in answer) {
    return `<dt>${status}</dt><dd><code>${escape(nameOf(answer.$ref))}</code></dd>`;
  }
  const [content] = Object.values(answer.content);
  return `<dt>${status}</dt><dd>${escape(answer.description)}${content ? shapeOf(content.schema) : ""}</dd>`;
}

function exampleIn(example: unknown): string {
  return example === undefined ? "" : `<pre>${escape(JSON.stringify(example, null, 2))}</pre>`;
}

/** The fields of an object as a table, and anything else as its type. */
function shapeOf(schema: JsonSchema): string {
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  if (!properties) return `<p>${typeOf(schema)}</p>`;
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `<tr><td><code>${escape(name)}</code></td><td>${required.has(name) ? "required" : ""}</td>` +
      `<td>${typeOf(property)} ${code(textOf(property.description))}</td></tr>`,
  );
  return `<table>${rows.join("")}</table>`;
}

const DEEPEST = 3;

/** A type in a line; what is shared is a link. */
function typeOf(schema: JsonSchema, depth = 0): string {
  if (typeof schema.$ref === "string") {
    const name = nameOf(schema.$ref);
    return `<a href="#${slug(name)}">${escape(name)}</a>`;
  }
  if ("const" in schema) return `<code>${escape(JSON.stringify(schema.const))}</code>`;
  const choices = schema.enum as unknown[] | undefined;
  if (choices) return choices.map((choice) => `<code>${escape(JSON.stringify(choice))}</code>`).join(" | ");
  const parts = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined;
  if (parts) return parts.map((part) => typeOf(part, depth)).join(" | ");
  if (schema.type === "array" && schema.items) return `list of ${typeOf(schema.items as JsonSchema, depth)}`;
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  if (properties && depth < DEEPEST) {
    const fields = Object.entries(properties).map(
      ([name, property]) => `${escape(name)}: ${typeOf(property, depth + 1)}`,
    );
    return `{ ${fields.join(", ")} }`;
  }
  return escape(`${textOf(schema.type) || "any"}${limitsOf(schema)}`);
}

const LIMITS = { minimum: "≥", maximum: "≤", minLength: "length ≥", maxLength: "length ≤", format: "" };

function limitsOf(schema: JsonSchema): string {
  const told = Object.entries(LIMITS).flatMap(([keyword, sign]) =>
    keyword in schema ? [`${sign} ${String(schema[keyword])}`.trim()] : [],
  );
  const usual = "default" in schema ? [`default ${JSON.stringify(schema.default)}`] : [];
  const all = [...told, ...usual];
  return all.length > 0 ? ` (${all.join(", ")})` : "";
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);
const slug = (name: string): string => name.toLowerCase().replace(/\W+/g, "-");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
/** Text with `code` in backquotes. */
const code = (text: string): string => escape(text).replace(/`([^`]+)`/g, "<code>$1</code>");
