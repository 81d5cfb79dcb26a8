import { createCell, useCell } from "./cell.ts";
import { forgetDrafts, leaveBy } from "./drafts.ts";

/** Where the page is: what the address bar says. */
export interface Address {
  path: string;
  query: string;
}

const here = (): Address => ({ path: location.pathname, query: location.search.replace(/^\?/, "") });
const address = createCell<Address>(here());
/** Whether there is a page of ours to go back to. */
let navigated = false;

/** How many steps this tab has gone: each entry of its history knows its own. */
let step = 0;
const stepOf = (state: unknown): number => (state as { step?: number } | null)?.step ?? 0;

/** Goes to an address of the page. */
export function navigate(
  to: string,
  options: {
    /** Leaves no trace in the history. */
    replace?: boolean;
    /** Doesn't ask for what was not saved. */
    asked?: boolean;
  } = {},
): void {
  const { replace = false, asked = false } = options;
  const go = () => {
    if (!replace) step++;
    history[replace ? "replaceState" : "pushState"]({ step }, "", to);
    address.set(here());
    if (replace) return;
    navigated = true;
    scrollTo(0, 0);
  };
  if (asked) forgetDrafts();
  const isElsewhere = new URL(to, location.href).pathname !== location.pathname;
  if (isElsewhere) leaveBy(go);
  else go();
}

/** One step back, or to `fallback` where the page was opened here. */
export function goBack(fallback: string): void {
  if (navigated) history.back();
  else navigate(fallback);
}

/** The present address, for what happens later than it is drawn. */
export const presentAddress = (): Address => address.get();

/** The present address, for what is drawn. */
export const useAddress = (): Address => useCell(address);

/** The browser has gone already: where something would be lost it is sent back, until the question is answered. */
function wentBack(): void {
  const steps = stepOf(history.state) - step;
  const arrive = () => {
    step = stepOf(history.state);
    address.set(here());
  };
  if (steps === 0 || location.pathname === address.get().path) return arrive();
  let left = false;
  const went = leaveBy(() => (left ? history.go(steps) : arrive()));
  if (went) return;
  left = true;
  history.go(-steps);
}

/** Makes links and the browser's buttons work without loading the page anew. */
export function followLinks(): void {
  step = stepOf(history.state);
  addEventListener("popstate", wentBack);
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
