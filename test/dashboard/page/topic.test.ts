import { expect, test } from "vitest";
import { topicOf } from "../../../src/dashboard/page/requests/topic.ts";

test.each([
  [{ "x-github-event": "push" }, "push"],
  [{ host: "a", "x-shopify-topic": ["orders/paid", "again"] }, "orders/paid"],
  [{ "x-github-event": "" }, null],
  [{ host: "a" }, null],
])("a request with the headers %j is about %j", (headers, topic) => {
  expect(topicOf(headers)).toBe(topic);
});
