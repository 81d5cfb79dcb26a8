import type { ApiClient, Wire } from "../support/api.ts";

/** Code whose handler has this body, which sees `request` and `context`. */
export const handler = (body: string) => `addHandler("transform", (request, context) => {${body}})`;

let names = 0;

/** A new transformation whose handler has this body. */
export function save(
  api: ApiClient,
  body: string,
  settings: { env?: object; name?: string } = {},
): Promise<Wire["transformation"]> {
  const name = `transformation-${++names}`;
  return api.ok("POST", "/transformations", { name, code: handler(body), ...settings });
}

/** A connection's rule for a transformation. */
export const transform = ({ id }: { id: string }) => ({ type: "transform", transformation_id: id });
