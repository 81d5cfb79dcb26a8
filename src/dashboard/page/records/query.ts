/** Fewer characters stand in nearly everything: the API refuses them. */
export const SHORTEST_SEARCH = 3;

/** Whether a search is one character short of being one, or two. */
export const isTooShort = (q: string): boolean => q !== "" && q.length < SHORTEST_SEARCH;

/** What of an address is sent to the API: a search that is too short is told at its field, and not sent. */
export function sentQuery(query: string): URLSearchParams {
  const sent = new URLSearchParams(query);
  if (isTooShort(sent.get("q") ?? "")) sent.delete("q");
  return sent;
}
