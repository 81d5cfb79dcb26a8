import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTypes, { astToString, type OpenAPI3 } from "openapi-typescript";

const DOCUMENT = new URL("../docs/openapi.json", import.meta.url);
const TYPES = fileURLToPath(new URL("../src/client/schema.d.ts", import.meta.url));
const HEAD = "/* Made from docs/openapi.json by `npm run client-types`. */\n\n";

/** The types of every path, parameter and answer, from the OpenAPI document in the repository. */
export async function clientTypes(): Promise<string> {
  const document = JSON.parse(await readFile(DOCUMENT, "utf8")) as OpenAPI3;
  // A type can't be made of itself: what may be any JSON is unknown.
  const schemas = document.components?.schemas ?? {};
  if (schemas.Json) schemas.Json = { description: "Any JSON." } as (typeof schemas)[string];
  return HEAD + astToString(await openapiTypes(document));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TYPES, await clientTypes());
