import { createCell, useCell } from "./cell.ts";

/** Where the page is: what the address bar says. */
export interface Address {
  path: string;
  query: string;
}

const here = (): Address => ({ path: location.pathname, query: location.search.replace(/^\?/, "") });
const address = createCell<Address>(here());
/** Whether there is a page of ours to go back to. */
let navigated = false;

/** Goes to an address of the page; `replace` leaves no trace in the history. */
export function navigate(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  address.set(here());
  if (replace) return;
  navigated = true;
  scrollTo(0, 0);
}

/** One step back, or to `fallback` where the page was opened here. */
export function goBack(fallback: string): void {
  if (navigated) history.back();
  else navigate(fallback);
}

/** The present address. */
export const useAddress = (): Address => useCell(address);

/** Makes links and the browser's buttons work without loading the page anew. */
export function followLinks(): void {
  addEventListener("popstate", () => address.set(here()));
  document.addEventListener("click", (click) => {
    const link = (click.target as Element | null)?.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin) return;
    if (click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    if (link.pathname.startsWith("/v1/") || link.hasAttribute("download")) return;
    click.preventDefault();
    navigate(link.pathname + link.search);
  });
}

/** The address with some parameters of the query changed; null or an empty text takes one away. */
export function withQuery({ path, query }: Address, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  // Commas and colons read better as they are, and are allowed there (RFC 3986).
  const text = next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `${path}?${text}` : path;
}
