import { CHECKOUT } from "./examples.ts";

const text = (description: string, example: string) => ({
  description,
  required: true,
  schema: { type: "string", examples: [example] },
});

const HEADERS = {
  "webhook-id": text("The event: stable over its retries.", "evt_01k9zb3v2q8f6m4x7t5r1w0ncd"),
  "webhook-timestamp": text("Seconds since 1970 at which this attempt was signed.", "1767225600"),
  "webhook-signature": text(
    "Of id, timestamp and body, as standardwebhooks.com specifies: one or several, separated by spaces.",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ),
  "idempotency-key": text(
    "The event again, under the name that many receivers know.",
    "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
  ),
  "x-fasthook-event-id": text("The event.", "evt_01k9zb3v2q8f6m4x7t5r1w0ncd"),
  "x-fasthook-request-id": text("The request that it was made from.", "req_01k9zb3v2q8f6m4x7t5r1w0ncd"),
  "x-fasthook-source": text("The source's name.", "stripe-live"),
  "x-fasthook-attempt": text("The number of this attempt, from 1.", "1"),
  "x-fasthook-trigger": text("Why it is made.", "initial"),
};

/** What a destination receives, as an operation of a webhook (OpenAPI 3.1, section 4.8.1). */
export const deliveryWebhook = {
  post: {
    operationId: "delivery",
    summary: "An event, delivered to a destination",
    description:
      "The body is what the provider sent, byte for byte, unless a transformation changed it; its other headers " +
      "come along. At least once: `webhook-id` tells copies.",
    security: [],
    parameters: Object.entries(HEADERS).map(([name, header]) => ({ name, in: "header", ...header })),
    requestBody: { content: { "*/*": { schema: {}, example: CHECKOUT } } },
    responses: {
      "2XX": { description: "Delivered" },
      "410": { description: "Failed: nothing more is sent of this event" },
      "429": { description: "Failed, to be tried again, not before `Retry-After`" },
      default: { description: "Failed, to be tried again as the connection's rule says" },
    },
  },
};
