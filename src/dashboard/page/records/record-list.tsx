import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAddress, withQuery } from "../address.ts";
import { counted, moment, whole } from "../format.ts";
import { useKeys } from "../keys.ts";
import { useLive, type LiveState } from "../live.ts";
import { useLoaded } from "../loaded.ts";
import { Empty, ProblemNotice, Waiting } from "../parts/notice.tsx";
import { usePreferences } from "../preferences.ts";
import type { Count, List } from "../wire.ts";
import { Pager } from "./pager.tsx";
import { sentQuery } from "./query.ts";

/** Rows of one page: what a person looks through without being lost. */
const ROWS = 50;
/** Counting a million takes MongoDB a while. */
const COUNT_EVERY = 30_000;

interface Listed {
  id: string;
  /** When an event was made. */
  created_at?: string;
  /** When a request came. */
  received_at?: string;
}

/** A list of records: a page of it, the live tail above, and how many there are in all. */
export function RecordList<T extends Listed>({
  noun,
  heads,
  row,
  empty,
}: {
  noun: "requests" | "events";
  heads: string[];
  row: (record: T) => ComponentChildren;
  empty: ComponentChildren;
}) {
  const address = useAddress();
  const query = sentQuery(address.query);
  const filter = new URLSearchParams(
    [...query].filter(([name]) => name !== "next" && name !== "prev"),
  ).toString();
  const page = new URLSearchParams(query);
  page.set("limit", String(ROWS));
  const list = useLoaded<List<T>>(`/${noun}?${page.toString()}`);
  const [live, setLive] = useState(true);
  const isTail = !query.has("next") && !query.has("prev") && !query.has("to");
  const count = useLoaded<Count>(`/${noun}/count${filter && `?${filter}`}`, { every: COUNT_EVERY }).data;
  const tail = useTail(noun, live && isTail ? filter : null, list, count?.applied_range.to ?? null);
  const models = list.data?.models ?? [];
  const rows = useRowKeys(noun, models.length > 0);
  return (
    <section class="records">
      <div class="list-head">
        <Counted noun={noun} count={count} arrived={tail.arrived} />
        {isTail ? <LiveSwitch state={tail.state} on={live} turn={() => setLive(!live)} /> : null}
      </div>
      {list.problem ? <ProblemNotice problem={list.problem} retry={list.reload} /> : null}
      {list.data === null && !list.problem ? <Waiting rows={12} /> : null}
      {list.data && models.length === 0 ? <None list={list.data} empty={empty} /> : null}
      {models.length > 0 ? (
        <>
          <div class={`row head ${noun}`} aria-hidden="true">
            {heads.map((head) => (
              <span key={head}>{head}</span>
            ))}
          </div>
          <ol class="rows" ref={rows}>
            {models.map((record) => (
              <li key={record.id} class={tail.fresh.has(record.id) ? "fresh" : ""}>
                <a class={`row ${noun}`} href={`/${noun}/${record.id}`} data-id={record.id}>
                  {row(record)}
                </a>
              </li>
            ))}
          </ol>
          <Pager list={list.data} />
        </>
      ) : null}
    </section>
  );
}

/** A search of very many answers what it has after a while, and goes on from there when asked. */
function None<T>({ list, empty }: { list: List<T>; empty: ComponentChildren }) {
  const address = useAddress();
  const { next } = list.pagination;
  if (!next) return empty;
  return (
    <Empty title="Nothing found so far">
      <p>There is more than can be searched in one go. The newest records are looked through.</p>
      <a class="button primary" href={withQuery(address, { prev: null, next })}>
        Search further back
      </a>
    </Empty>
  );
}

/** Puts what is new or changed into the list, takes out what its filter has left, and tells how many came since the count. */
function useTail<T extends Listed>(
  noun: string,
  filter: string | null,
  list: { data: List<T> | null; put: (data: List<T>) => void; refresh: () => void },
  countedTo: string | null,
): { state: LiveState; fresh: ReadonlySet<string>; arrived: number } {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [arrivals, setArrivals] = useState<ReadonlyMap<string, string>>(new Map());
  const path = filter === null ? null : `/${noun}/stream${filter && `?${filter}`}`;
  useEffect(() => setArrivals(new Map()), [path]);
  const state = useLive<T>(
    path,
    ({ models, gone }) => {
      if (!list.data) return;
      const before = new Set(list.data.models.map(({ id }) => id));
      const merged = mergeRows(list.data.models, models, gone);
      setFresh(new Set(models.flatMap(({ id }) => (before.has(id) ? [] : [id]))));
      setArrivals((known) => arrivedSince(countedTo, known, models, gone));
      list.put({ ...list.data, models: merged });
    },
    list.refresh,
  );
  return { state, fresh, arrived: arrivedSince(countedTo, arrivals, [], []).size };
}

/** When each record came that the last count can't know; timestamps of the API sort as texts. */
function arrivedSince(
  countedTo: string | null,
  known: ReadonlyMap<string, string>,
  models: Listed[],
  gone: string[],
): ReadonlyMap<string, string> {
  const all = new Map(known);
  for (const { id, created_at, received_at } of models) all.set(id, created_at ?? received_at ?? "");
  for (const id of gone) all.delete(id);
  return new Map([...all].filter(([, at]) => countedTo !== null && at > countedTo));
}

function mergeRows<T extends Listed>(rows: T[], changed: T[], gone: string[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of gone) byId.delete(id);
  for (const model of changed) byId.set(model.id, model);
  // Ids sort by the time of creation.
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, ROWS);
}

function LiveSwitch({ state, on, turn }: { state: LiveState; on: boolean; turn: () => void }) {
  useKeys({ l: { says: "Live tail on or off", run: turn } });
  const words = !on
    ? "Paused"
    : state === "live"
      ? "Live"
      : state === "connecting"
        ? "Connecting"
        : "Not live";
  return (
    <button
      type="button"
      class={`live-switch ${on ? state : "off"}`}
      aria-pressed={on}
      title="Live tail (l)"
      onClick={turn}
    >
      <i />
      {words}
    </button>
  );
}

function Counted({
  noun,
  count: counts,
  arrived,
}: {
  noun: "requests" | "events";
  count: Count | null;
  arrived: number;
}) {
  const { clock } = usePreferences();
  if (!counts) return <p class="counted">&nbsp;</p>;
  const { count, total_exact, applied_range } = counts;
  const { from, to } = applied_range;
  const range = from ? `${moment(from, clock)} to ${moment(to, clock)}` : `up to ${moment(to, clock)}`;
  return (
    <p class="counted">
      <b>{total_exact ? counted(count, noun.slice(0, -1)) : `at least ${whole(count)} ${noun}`}</b>
      {arrived > 0 ? <b class="arrived"> + {whole(arrived)} new</b> : null}
      <span class="faint"> {range}</span>
    </p>
  );
}

/** The row of each list that was left last, to come back to. */
const lastRows = new Map<string, string>();

/** j and k move the focus from row to row: Enter then opens it, as with any link. */
function useRowKeys(noun: string, filled: boolean) {
  const rows = useRef<HTMLOListElement>(null);
  const move = useMemo(
    () => (step: number) => {
      const links = [...(rows.current?.querySelectorAll<HTMLAnchorElement>("a.row") ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))];
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    },
    [],
  );
  useKeys({
    j: { says: "Next row", run: () => move(1) },
    k: { says: "Previous row", run: () => move(-1) },
    Enter: { says: "Open the row", run: () => move(0) },
  });
  useEffect(() => {
    const list = rows.current;
    if (!list) return;
    const left = lastRows.get(noun);
    if (left) list.querySelector<HTMLAnchorElement>(`a[data-id="${left}"]`)?.focus();
    const remember = () => {
      const { id } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
      if (id) lastRows.set(noun, id);
    };
    list.addEventListener("focusin", remember);
    return () => list.removeEventListener("focusin", remember);
  }, [noun, filled]);
  return rows;
}
