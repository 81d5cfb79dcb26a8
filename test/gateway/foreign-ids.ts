import { pathTo, type Ids } from "./one-of-each.ts";

/** A place in a call, beside its path, where an id stands: `GET /events`, `source_id`, and an id of `noun`. */
export interface Place {
  method: "GET" | "POST" | "PUT" | "PATCH";
  path: string;
  field: string;
  noun: string;
}

/** A document's part, as far as ids are looked for in it. */
interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
/** What is read of an OpenAPI document. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const ID = /(^|_)ids?$/;
/** Ids that providers and destinations give. */
const NOT_OURS = /(^|\.)(webhook_id|client_id)$/;
const NOUNS: Record<string, string> = {
  source_id: "sources",
  destination_id: "destinations",
  connection_id: "connections",
  connection_ids: "connections",
  transformation_id: "transformations",
  request_id: "requests",
  event_id: "events",
  bulk_operation_id: "bulk_operations",
  resource_id: "sources",
};

/** All the places of a document where ids of ours stand in a query or a body; streams, which do not end, are left out. */
export function placesIn({ paths, components }: Document): Place[] {
  const places = Object.entries(paths).flatMap(([documented, operations]) =>
    Object.entries(operations).flatMap(([verb, { parameters = [], requestBody }]) => {
      const path = documented.replace(/^\/v1/, "").replace(/\{(\w+)\}/g, ":$1");
      const method = verb.toUpperCase() as Place["method"];
      const query = parameters.flatMap((it) => (it.in === "query" && ID.test(it.name) ? [it.name] : []));
      const body = idsIn(requestBody?.content["application/json"]?.schema, components.schemas);
      return [...new Set([...query, ...body])].map((field) => placeOf(method, path, field));
    }),
  );
  return places.filter(({ path, field }) => !NOT_OURS.test(field) && !path.endsWith("/stream"));
}

function placeOf(method: Place["method"], path: string, field: string): Place {
  const name = field.split(".").at(-1)!;
  // `ids` are those of what is listed, counted or taken: of requests, where a connection is tried on them.
  const listed =
    /\/(requests|events|attempts|executions|sources|destinations|connections|transformations)(\/count|\/bulk_operations)?$/.exec(
      path,
    )?.[1];
  return { method, path, field, noun: NOUNS[name] ?? listed ?? "requests" };
}

/** Dotted; a list is what its elements are. */
function idsIn(
  schema: Schema | undefined,
  schemas: Document["components"]["schemas"],
  above: readonly Schema[] = [],
): string[] {
  const it = schema?.$ref ? schemas[schema.$ref.split("/").at(-1)!] : schema;
  if (!it || above.includes(it)) return [];
  const below = (more: Schema | undefined) => idsIn(more, schemas, [...above, it]);
  const fields = Object.entries(it.properties ?? {}).flatMap(([name, value]) => [
    ...(ID.test(name) ? [name] : []),
    ...below(value).map((deeper) => `${name}.${deeper}`),
  ]);
  const kinds = [it.anyOf, it.oneOf, it.allOf].flatMap((them) => them ?? []);
  return [...fields, ...below(it.items), ...kinds.flatMap(below)];
}

const CODE = 'addHandler("transform", (request) => request)';
/** What else a body needs, by route; of two that exclude each other, the one that the place is not. */
const AROUND: Record<string, (own: Ids, field: string) => object> = {
  "POST /connections": ({ sources, destinations }) => ({ source_id: sources, destination_id: destinations }),
  "PUT /connections": ({ sources, destinations }) => ({
    name: "of two teams",
    source_id: sources,
    destination_id: destinations,
  }),
  "POST /connections/:id/simulate": () => ({ rules: [] }),
  "POST /connections/test_rules": (_, field) =>
    /^(request|event)_id$/.test(field) ? { rules: [] } : { request: {} },
  "POST /transformations/run": (_, field) =>
    field === "transformation_id" ? { request: {} } : { code: CODE },
  "POST /events/bulk_operations": () => ({ dry_run: true }),
  "POST /requests/bulk_operations": () => ({ dry_run: true }),
};

/** A call by the owner of `own` that names `id` at the place. */
export function callAt(
  { method, path, field }: Place,
  id: string,
  own: Ids,
): { path: string; body?: object } {
  const target = pathTo({ path }, own);
  if (method === "GET") return { path: `${target}?${field}=${id}` };
  const around = AROUND[`${method} ${path}`]?.(own, field) ?? {};
  if (field === "rules.transformation_id")
    return { path: target, body: { ...around, rules: [{ type: "transform", transformation_id: id }] } };
  return { path: target, body: { ...around, [field]: field.endsWith("ids") ? [id] : id } };
}
