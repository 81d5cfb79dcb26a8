import { spoken } from "../format.ts";

/** Names that are not made of their words. */
const LABELS: Record<string, string> = {
  type: "Kind",
  url: "URL",
  token_url: "Token URL",
  http_method: "HTTP method",
  allowed_http_methods: "HTTP methods that are taken",
  auth: "Authentication",
  timeout_ms: "Timeout",
  transformation_id: "Transformation",
  response_status_codes: "Answers that are retried",
  include_fields: "Equal by these fields",
  exclude_fields: "Equal but for these fields",
  schedule: "Waits",
  max_interval: "Longest interval",
  count: "Retries",
  webhook_id: "Webhook id",
  client_id: "Client id",
};

/** What a field is called. */
export const labelOf = (name: string): string => LABELS[name] ?? capital(spoken(name));

/** Values whose names are written otherwise; most are brands. */
const NAMES: Record<string, string> = {
  hmac: "HMAC",
  api_key: "API key",
  oauth2_client_credentials: "OAuth 2 client credentials",
  standard_webhooks: "Standard Webhooks",
  github: "GitHub",
  gitlab: "GitLab",
  sendgrid: "SendGrid",
  hubspot: "HubSpot",
  paypal: "PayPal",
  pagerduty: "PagerDuty",
  docusign: "DocuSign",
  woocommerce: "WooCommerce",
  linear: "Linear",
  meta: "Meta: Facebook, Instagram, WhatsApp",
  x: "X (Twitter)",
};

/** What a kind of object is called in a list to choose from. */
export const nameOf = (kind: string): string => NAMES[kind] ?? capital(spoken(kind));

/** With a capital at its beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What no value means, where it may be null. */
const NOTHING: Record<string, string> = { http_method: "as received" };

/** What no value is called. */
export const nothingOf = (name: string): string => NOTHING[name] ?? "none";

/** What stands in a field that is empty. */
export const EXAMPLES: Record<string, string> = {
  response_status_codes: "429\n500-599",
  include_fields: "body.id",
  exclude_fields: "body.sent_at\nheaders.x-request-id",
  max_interval: "1",
  body: '{ "type": { "$startsWith": "order." } }',
  headers: '{ "x-github-event": "push" }',
  query: '{ "region": "eu" }',
  path: '{ "$startsWith": "/orders" }',
};

/** Kinds that are no provider's own: they stand first in a list. */
export const GENERAL: ReadonlySet<string> = new Set([
  "none",
  "hmac",
  "basic_auth",
  "api_key",
  "standard_webhooks",
]);
