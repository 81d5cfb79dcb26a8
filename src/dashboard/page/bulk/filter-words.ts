/** A filter as a person reads it: `status failed, from 2026-01-31…`. */
export function filterWords(query: Record<string, unknown>): string {
  const words = Object.entries(query).flatMap(([name, value]) => {
    if (value === null || value === undefined || name === "all") return [];
    return [`${name.replace(/_id$/, "").replaceAll("_", " ")} ${textOf(value)}`];
  });
  return words.join(", ") || "all of them";
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(" or ");
  if (typeof value === "string") return value.replace(/(T\d\d:\d\d):.*Z$/, "$1Z");
  return JSON.stringify(value);
}
