import type { HeaderFields } from "../wire.ts";

/** Headers in which providers say what a webhook is about, each as its documentation names it. */
const TOPICS = [
  "x-github-event",
  "x-gitlab-event",
  "x-gitea-event",
  "x-event-key", // Bitbucket
  "x-shopify-topic",
  "x-wc-webhook-topic",
  "linear-event",
  "sentry-hook-resource",
  "x-amz-sns-message-type",
  "x-goog-resource-state",
  "x-discourse-event",
  "ce-type", // CloudEvents' HTTP binding, section 3.1.3
  "x-event-type",
  "x-event-name",
  "x-webhook-event",
  "x-webhook-topic",
];

/** What a request is about, as far as its headers say; null where they don't. */
export function topicOf(headers: HeaderFields): string | null {
  const said = TOPICS.map((name) => headers[name]).find((value) => value !== undefined);
  return [said].flat()[0] || null;
}
