import { CHECKOUT, RESOURCES, RULES } from "./examples.ts";

const CODE = 'addHandler("transform", (request) => ({ ...request, body: request.body.data.object }))';
const request = { body: CHECKOUT };
const source = { name: "stripe", verification: { type: "stripe", secret: "whsec_c2VjcmV0LW9mLXN0cmlwZQ==" } };
const destination = {
  name: "billing",
  url: "https://billing.example.com/stripe",
  auth: { type: "bearer", token: "a-token-of-billing" },
  rate_limit: { limit: 50, period: "second" },
};
const connection = {
  name: "stripe-to-billing",
  source: { name: "stripe" },
  destination: { name: "billing", url: "https://billing.example.com/stripe" },
  rules: RULES,
};
const transformation = { name: "only-the-session", code: CODE };
const ids = RESOURCES.Event as Record<"id" | "source_id" | "destination_id" | "connection_id", string>;
const { id: event_id, source_id, connection_id, destination_id } = ids;
const key = RESOURCES.ApiKey as { id: string };
const executed = RESOURCES.Execution as { input: object; transformation_id: string };
/** A run that belongs to nothing is not kept. */
const tried = {
  ...without(executed, "id", "team_id", "created_at", "updated_at"),
  event_id: null,
  connection_id: null,
  request_id: null,
};
const count = {
  total: 1234,
  count: 1234,
  total_exact: true,
  applied_range: { from: "2026-01-06T00:00:00.000Z", to: "2026-01-07T00:00:00.000Z" },
};

function without(from: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}

/** An example of the body of each operation that takes one, by method and path. */
export const BODIES: Record<string, object> = {
  "post /sources": source,
  "put /sources": source,
  "patch /sources/:id": { custom_response: { status: 200, content_type: "text/plain", body: "ok" } },
  "post /destinations": destination,
  "put /destinations": destination,
  "patch /destinations/:id": { rate_limit: { limit: 5, period: "concurrent" } },
  "post /destinations/:id/rotate_secret": { overlap_ms: 86_400_000 },
  "post /connections": connection,
  "put /connections": connection,
  "patch /connections/:id": { rules: RULES },
  "post /connections/test_filter": { filter: { body: { type: { $startsWith: "checkout." } } }, request },
  "post /connections/test_rules": { rules: RULES, request },
  "post /connections/:id/simulate": { rules: RULES, from: "now-1d" },
  "post /transformations": transformation,
  "put /transformations": transformation,
  "patch /transformations/:id": { code: CODE },
  "post /transformations/run": { code: CODE, request },
  "post /transformations/:id/test": { event_id },
  "post /events/bulk_operations": { status: "failed", destination_id, rate_per_second: 10, canary: 5 },
  "patch /events/bulk_operations/:id": { rate_per_second: 50 },
  "post /requests/bulk_operations": { status: "rejected", from: "now-6h", dry_run: true },
  "patch /requests/bulk_operations/:id": { rate_per_second: 50 },
  "post /events/:id/retry": { refresh: true },
  "post /requests/:id/retry": { connection_ids: [connection_id] },
  "post /api_keys": { name: "deploy", scopes: ["write"], expires_at: "2027-01-01T00:00:00.000Z" },
};

/** Examples of answers that are not made of shared schemas, by method and path. */
export const ANSWERS: Record<string, unknown> = {
  "get /destinations/:id/signing_secret": { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  "post /connections/test_filter": {
    matched: false,
    failed: { path: "body.amount", operator: "$gte", expected: 5000, actual: 4900 },
  },
  "delete /sources/:id": { id: source_id },
  "delete /destinations/:id": { id: destination_id },
  "delete /connections/:id": { id: connection_id },
  "delete /transformations/:id": { id: executed.transformation_id },
  "delete /api_keys/:id": { id: key.id },
  "post /connections/test_rules": {
    steps: [{ type: "filter", index: 0, reached: true, matched: true, failed: null }],
    outcome: {
      status: "queued",
      cause: null,
      cause_detail: null,
      payload: executed.input,
      first_attempt_at: "2026-01-06T12:00:00.000Z",
      retry_waits: [60_000, 120_000, 240_000, 480_000, 960_000],
    },
  },
  "post /transformations/run": tried,
  "post /transformations/:id/test": tried,
  "get /requests/count": count,
  "get /events/count": count,
  "post /api_keys": { ...RESOURCES.ApiKey, key: "fh_4jc7yxn2vqm9rk5tw8zb3hp6gs1df0ga" },
  "get /team": {
    id: "tm_acme",
    name: "Acme",
    created_at: "2026-01-05T09:00:00.000Z",
    api_key: { id: key.id, name: "dashboard", scopes: ["admin"], expires_at: null },
  },
};
