const PATHS = {
  overview: "M3 12h3l2-6 4 10 2.5-6H17",
  requests: "M10 3v10m0 0-3.5-3.5M10 13l3.5-3.5M3.5 13v3.5h13V13",
  events: "M4 10h12M4 5h12M4 15h7",
  connections:
    "M7 5H4.5m0 0a1.5 1.5 0 1 0-1.5 0m4 0c5 0 3 10 8 10m-8-10h8m0 0a1.5 1.5 0 1 0 1.5 0M15 15a1.5 1.5 0 1 0 1.5 0",
  transformations: "m7 6-4 4 4 4m6-8 4 4-4 4",
  bulk: "M4 8a6.5 6.5 0 0 1 12-1.5M16 3v3.5h-3.5M16 12a6.5 6.5 0 0 1-12 1.5M4 17v-3.5h3.5",
  search: "M9 14.5A5.5 5.5 0 1 0 9 3.5a5.5 5.5 0 0 0 0 11Zm4-1.5 4 4",
  copy: "M7 7V4h9v9h-3M4 7h9v9H4z",
  done: "m4 10.5 4 4 8-9",
  close: "m5 5 10 10M15 5 5 15",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1",
  moon: "M16 11.5A6.5 6.5 0 1 1 8.5 4a5 5 0 0 0 7.5 7.5Z",
  screen: "M3 4h14v9H3zM7 17h6M10 13v4",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3v4l2.5 2",
  keys: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  leave: "M8 4H4v12h4M8 10h9m0 0-3-3m3 3-3 3",
  external: "M8 5H4.5v10.5H15V12M11 4h5v5M16 4l-7 7",
  key: "M7.5 16a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm2.5-6 6.5-6.5M13.5 6.5 16 9",
  audit: "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
  book: "M10 5.5C8.5 4 6 4 3.5 4.5v11C6 15 8.5 15 10 16.5c1.5-1.5 4-1.5 6.5-1v-11C14 4 11.5 4 10 5.5Zm0 0v11",
  plus: "M10 4v12M4 10h12",
  back: "M12 4l-6 6 6 6",
  up: "m5 12 5-5 5 5",
  down: "m5 8 5 5 5-5",
  pause: "M7 5v10M13 5v10",
  play: "M7 4.5v11l8.5-5.5z",
  retry: "M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A line drawing of 20 by 20; it says nothing to a screen reader, the words beside it do. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark of FastHook. */
export function Mark() {
  return (
    <svg class="mark" width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M11 6v11a5.5 5.5 0 0 0 11 0v-2.5M22 14.5l-3.2 3.2M22 14.5l3.2 3.2M8 6h6" />
    </svg>
  );
}
