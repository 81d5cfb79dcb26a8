import { navigate, useAddress, withQuery } from "../address.ts";
import { useKeys } from "../keys.ts";
import type { List } from "../wire.ts";

/** The ways to the pages of a list before and after. */
export function Pager<T>({ list }: { list: List<T> | null }) {
  const address = useAddress();
  const { next = null, prev = null } = list?.pagination ?? {};
  const to = (side: "next" | "prev", cursor: string) =>
    withQuery(address, { next: null, prev: null, [side]: cursor });
  useKeys({
    n: { says: "Older", run: () => next && navigate(to("next", next)) },
    p: { says: "Newer", run: () => prev && navigate(to("prev", prev)) },
  });
  if (!next && !prev) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {prev ? (
        <a class="button" href={to("prev", prev)}>
          Newer
        </a>
      ) : null}
      {next ? (
        <a class="button" href={to("next", next)}>
          Older
        </a>
      ) : null}
    </nav>
  );
}
