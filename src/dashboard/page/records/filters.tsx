import { useEffect, useId, useRef, useState } from "preact/hooks";
import { navigate, presentAddress, useAddress, withQuery } from "../address.ts";
import { useDirectory, connectionName } from "../directory.ts";
import { spoken } from "../format.ts";
import { useKeys } from "../keys.ts";
import { Icon } from "../parts/icon.tsx";
import { isTooShort, SHORTEST_SEARCH } from "./query.ts";

/** One filter of a list, by the name that the API gives it. */
export interface FilterField {
  name: string;
  label: string;
  /** Values to choose from; none: a text, or what the directory has under this name. */
  values?: readonly string[];
  /** Values with their names. */
  options?: [value: string, name: string][];
  placeholder?: string;
  /** Whether it is shown only when asked for, or set. */
  rare?: boolean;
}

const RANGES: readonly [value: string, label: string][] = [
  ["", "All kept"],
  ["now-15m", "Last 15 minutes"],
  ["now-1h", "Last hour"],
  ["now-24h", "Last 24 hours"],
  ["now-7d", "Last 7 days"],
];
const TYPING_PAUSE = 300;
/** Parameters that say which page of a list is shown: a changed filter begins at the first. */
const FIRST_PAGE = { next: null, prev: null };

/** The filters of a list, kept in the address bar. */
export function Filters({
  fields,
  statuses,
  isSearchable = true,
  keep = [],
}: {
  fields: FilterField[];
  statuses: readonly string[];
  /** Whether the list can be searched for text. */
  isSearchable?: boolean;
  /** Parameters that are no filters, and stay when those are cleared. */
  keep?: string[];
}) {
  const address = useAddress();
  const query = new URLSearchParams(address.query);
  const [more, setMore] = useState(false);
  const change = (changes: Record<string, string | null>, options?: { replace: boolean }) =>
    navigate(withQuery(presentAddress(), { ...changes, ...FIRST_PAGE }), options);
  const searched = query.get("q") ?? "";
  const shown = fields.filter(({ name, rare }) => !rare || more || query.has(name));
  const set = [...query.keys()].filter((name) => !(name in FIRST_PAGE) && !keep.includes(name));
  const cleared = Object.fromEntries(set.map((name) => [name, null]));
  return (
    <div class="filters" role="search">
      <div class="filter-row">
        {isSearchable ? (
          // What is typed is one step in the history, however long it takes.
          <SearchField value={searched} change={(q) => change({ q }, { replace: searched !== "" })} />
        ) : null}
        <RangeField from={query.get("from") ?? ""} to={query.get("to")} change={change} />
      </div>
      <div class="filter-row">
        {statuses.length > 0 ? (
          <StatusChips
            chosen={query.get("status")}
            statuses={statuses}
            change={(status) => change({ status })}
          />
        ) : null}
        {shown.map((field) => (
          <Field key={field.name} field={field} value={query.get(field.name) ?? ""} change={change} />
        ))}
        {shown.length < fields.length ? (
          <button type="button" class="button quiet" onClick={() => setMore(true)}>
            More filters
          </button>
        ) : null}
        {set.length > 0 ? (
          <button type="button" class="button quiet" onClick={() => change(cleared)}>
            Clear
          </button>
        ) : null}
      </div>
    </div>
  );
}

function SearchField({ value, change }: { value: string; change: (text: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useEffect(() => setText((typed) => (typed.trim() === value ? typed : value)), [value]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === value) return;
    // Also what is too short to be sent: whoever goes by the address must know that something is searched for.
    const timer = setTimeout(() => change(wanted || null), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const short = isTooShort(text.trim());
  const hint = useId();
  useKeys({ "/": { says: "Search", run: () => input.current?.focus() } });
  return (
    <label class="search">
      <Icon name="search" />
      <span class="hidden">Search</span>
      <input
        ref={input}
        type="search"
        value={text}
        placeholder="Search bodies, headers, paths and ids"
        aria-keyshortcuts="/"
        aria-describedby={short ? hint : undefined}
        onInput={(input) => setText(input.currentTarget.value)}
      />
      <kbd class="desk">/</kbd>
      {short ? (
        <span id={hint} class="hint" role="status">
          {SHORTEST_SEARCH} characters or more are searched for
        </span>
      ) : null}
    </label>
  );
}

function RangeField({
  from,
  to,
  change,
}: {
  from: string;
  to: string | null;
  change: (changes: Record<string, string | null>) => void;
}) {
  const known = RANGES.some(([value]) => value === from) && to === null;
  return (
    <label class={`field ${from || to ? "set" : ""}`}>
      <span class="hidden">Time</span>
      <select
        value={known ? from : "custom"}
        onChange={(it) => change({ from: it.currentTarget.value, to: null })}
      >
        {RANGES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {known ? null : <option value="custom">{`${from || "…"} to ${to ?? "now"}`}</option>}
      </select>
    </label>
  );
}

function StatusChips({
  chosen,
  statuses,
  change,
}: {
  chosen: string | null;
  statuses: readonly string[];
  change: (status: string | null) => void;
}) {
  const on = new Set((chosen ?? "").toLowerCase().split(",").filter(Boolean));
  const toggle = (status: string) => {
    if (!on.delete(status)) on.add(status);
    change([...on].join(","));
  };
  return (
    <div class="chips" role="group" aria-label="Status">
      {statuses.map((status) => (
        <button
          key={status}
          type="button"
          class="chip"
          aria-pressed={on.has(status)}
          onClick={() => toggle(status)}
        >
          {status}
        </button>
      ))}
    </div>
  );
}

function Field({
  field: { name, label, values, options: given, placeholder },
  value,
  change,
}: {
  field: FilterField;
  value: string;
  change: (changes: Record<string, string | null>) => void;
}) {
  const found = useOptions(name, values);
  const options = given ?? found;
  const update = (text: string) => change({ [name]: text.trim() || null });
  return (
    <label class={`field ${value ? "set" : ""}`}>
      <span class={options ? "hidden" : ""}>{label}</span>
      {options ? (
        <select value={value} onChange={(it) => update(it.currentTarget.value)}>
          <option value="">{label}: any</option>
          {options.some(([id]) => id === value) || !value ? null : <option value={value}>{value}</option>}
          {options.map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          key={value}
          defaultValue={value}
          placeholder={placeholder}
          size={Math.max(8, placeholder?.length ?? 0)}
          onChange={(it) => update(it.currentTarget.value)}
        />
      )}
    </label>
  );
}

function useOptions(name: string, values: readonly string[] | undefined): [string, string][] | null {
  const directory = useDirectory();
  if (values) return values.map((value) => [value, spoken(value)]);
  const { sources, destinations, connections } = directory;
  const named = (map: ReadonlyMap<string, { name: string }>): [string, string][] =>
    [...map].map(([id, it]): [string, string] => [id, it.name]).sort((a, b) => a[1].localeCompare(b[1]));
  switch (name) {
    case "source_id":
      return named(sources);
    case "destination_id":
      return named(destinations);
    case "connection_id":
      return [...connections.keys()].map((id) => [id, connectionName(directory, id)]);
    default:
      return null;
  }
}
