import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPiece } from "../../../src/dashboard/page/form/json-draft.ts";
import {
  blankOf,
  patchSchema,
  variantsOf,
  widgetOf,
  withoutNull,
  withoutSecrets,
  type ApiDocument,
  type Schema,
} from "../../../src/dashboard/page/form/schema.ts";

const path = new URL("../../../docs/openapi.json", import.meta.url);
const api = JSON.parse(readFileSync(path, "utf8")) as ApiDocument;
const fieldsOf = (noun: string) => patchSchema(api, `/v1/${noun}/{id}`)!.properties!;

/** Each field of a schema with its widget, those of its kinds below the kind's name. */
function widgets(schema: Schema): Record<string, unknown> {
  const { variants } = variantsOf(schema) ?? {};
  if (variants) return Object.fromEntries([...variants].map(([kind, it]) => [kind, widgets(it)]));
  const shown = Object.entries(schema.properties ?? {}).filter(([, it]) => it.const === undefined);
  return Object.fromEntries(shown.map(([name, it]) => [name, widgetOf(name, withoutNull(it).schema).kind]));
}

describe("the form of", () => {
  test("a rule has a field for each thing that its kind, or its strategy, wants", () => {
    const { rules } = fieldsOf("connections");
    expect(widgets(rules!.items!)).toEqual({
      filter: { body: "json", headers: "json", query: "json", path: "json" },
      transform: { transformation_id: "text" },
      deduplicate: { window: "duration", include_fields: "lines", exclude_fields: "lines" },
      delay: { delay: "duration" },
      retry: {
        linear: { response_status_codes: "lines", interval: "duration", count: "number" },
        exponential: {
          response_status_codes: "lines",
          interval: "duration",
          max_interval: "duration",
          count: "number",
        },
        custom: { response_status_codes: "lines", schedule: "durations" },
      },
    });
  });

  test("a verification has the fields of its provider alone, secrets as such", () => {
    const verification = widgets(fieldsOf("sources").verification!);
    expect(verification).toMatchObject({
      none: {},
      stripe: { secret: "secret", previous_secret: "secret" },
      paypal: { webhook_id: "text", certificate: "prose" },
      hmac: { algorithm: "choice", encoding: "choice", header: "text", prefix: "text", secret: "secret" },
    });
  });

  test("a destination's authentication and rate limit, which stand elsewhere in the document, are found", () => {
    const { auth, rate_limit, headers } = fieldsOf("destinations");
    expect(widgets(auth!)).toMatchObject({
      basic: { username: "text", password: "secret" },
      custom_headers: { headers: "pairs" },
      oauth2_client_credentials: { token_url: "text", client_secret: "secret", scope: "text" },
    });
    expect(withoutNull(rate_limit!).nullable).toBe(true);
    expect(widgets(withoutNull(rate_limit!).schema)).toEqual({ limit: "number", period: "choice" });
    expect(widgetOf("headers", headers!)).toEqual({ kind: "pairs", secret: false });
  });
});

test("a path that the document does not have has no schema", () => {
  expect(patchSchema(api, "/v1/nothing/{id}")).toBeNull();
});

test("a new object has its constants, its defaults and what is known, and nothing that its schema does not have", () => {
  const retry = variantsOf(fieldsOf("connections").rules!.items!)!.variants.get("retry")!;
  const linear = variantsOf(retry)!.variants.get("linear")!;
  const known = { type: "delay", interval: 5, max_interval: 9 };
  expect(blankOf(linear, known)).toEqual({ type: "retry", strategy: "linear", interval: 5 });
  const hmac = variantsOf(fieldsOf("sources").verification!)!.variants.get("hmac")!;
  expect(blankOf(hmac)).toEqual({ type: "hmac", algorithm: "sha256", encoding: "hex" });
});

test("a new secret is not shown, whatever its kind is; what else there is stays, and what is kept", () => {
  const { auth, headers } = fieldsOf("destinations");
  const shown = (value: unknown) => withoutSecrets(auth!, value);
  expect(shown({ type: "basic", username: "u", password: "hush" })).toEqual({
    type: "basic",
    username: "u",
    password: "(a new secret)",
  });
  expect(shown({ type: "custom_headers", headers: { a: "hush", b: "********" } })).toEqual({
    type: "custom_headers",
    headers: { a: "(a new secret)", b: "********" },
  });
  expect(shown({ type: "unheard", token: "hush" })).toEqual({ type: "unheard", token: "(a new secret)" });
  expect(JSON.stringify(shown({ type: "custom_headers", headers: readPiece('{"a":"hush"') }))).not.toMatch(
    "hush",
  );
  expect(withoutSecrets(headers!, { accept: "text/plain" })).toEqual({ accept: "text/plain" });
});

test("a schema within itself is anything, the second time", () => {
  const shared = { Tree: { type: "object", properties: { inner: { $ref: "#/components/schemas/Tree" } } } };
  const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" } } } };
  const found = patchSchema(
    { paths: { "/v1/trees": { patch: { requestBody: body } } }, components: { schemas: shared } },
    "/v1/trees",
  );
  expect(found).toEqual({ type: "object", properties: { inner: {} } });
});
