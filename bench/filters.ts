import { matchFilter, type FilterData } from "../src/rules/filter.ts";
import { FilterParts } from "../src/resources/rule.ts";
import { type Contest, oneByOne } from "./harness.ts";

const FILTER = FilterParts.parse({
  body: {
    type: { $startsWith: "checkout." },
    data: { amount: { $gte: 1000 }, currency: { $in: ["eur", "usd"] } },
  },
  headers: { "x-tenant": "acme" },
});

/** What a programmer would write in place of that filter. */
function matches({ body, headers }: FilterData): boolean {
  const { type, data } = body as { type?: unknown; data?: { amount?: unknown; currency?: unknown } };
  return (
    typeof type === "string" &&
    type.startsWith("checkout.") &&
    typeof data?.amount === "number" &&
    data.amount >= 1000 &&
    (data.currency === "eur" || data.currency === "usd") &&
    headers["x-tenant"] === "acme"
  );
}

/** Requests of which some match, and the others fail at one condition each. */
const REQUESTS: FilterData[] = ["checkout.completed", "invoice.paid"].flatMap((type) =>
  [5000, 1].flatMap((amount) =>
    ["acme", "other"].map((tenant) => ({
      path: "/hooks",
      query: {},
      headers: { "content-type": "application/json", "x-tenant": tenant },
      body: { id: "evt_1", type, data: { amount, currency: "eur", items: [{ sku: "a" }, { sku: "b" }] } },
    })),
  ),
);

/** Matches of a filter against a predicate written by hand. */
export function filterContest(): Contest {
  const over = (match: (data: FilterData) => boolean) => {
    let at = 0;
    let matched = 0;
    return () => {
      if (match(REQUESTS[at++ % REQUESTS.length]!)) matched += 1;
      return matched;
    };
  };
  return {
    title: "Filters: matches",
    yardstick: oneByOne("a predicate written by hand", over(matches), 1000),
    contenders: [
      oneByOne(
        "matchFilter",
        over((data) => matchFilter(FILTER, data).matched),
        1000,
      ),
    ],
    goal: null,
  };
}
