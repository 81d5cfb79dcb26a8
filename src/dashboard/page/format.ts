/** `1,234,567` */
export const whole = (count: number): string => count.toLocaleString("en-US");

/** `1,234`, `12.3k`, `4.6M`: at most five characters. */
export function short(count: number): string {
  if (count < 10_000) return whole(Math.round(count * 10) / 10);
  for (const [size, unit] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (count >= size) return `${(count / size).toFixed(count / size < 100 ? 1 : 0)}${unit}`;
  }
  return String(count);
}

/** `93 B`, `1.2 KiB` */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1024 ** 2).toFixed(1)} MiB`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds in the two units that matter: `320 ms`, `1.4 s`, `3 min 20 s`, `2 d 4 h`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`;
  const units = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "min"],
    [SECOND, "s"],
  ] as const;
  let rest = ms < MINUTE ? Math.round(ms / SECOND) * SECOND : ms;
  const parts: string[] = [];
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** How long ago, or until: `now`, `12 s ago`, `in 3 min`, in one unit. */
export function relative(at: number, now: number): string {
  const distance = Math.abs(at - now);
  if (distance < SECOND) return "now";
  const units = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "min"],
    [SECOND, "s"],
  ] as const;
  const [size, unit] = units.find(([it]) => distance >= it) ?? [SECOND, "s"];
  const text = `${Math.floor(distance / size)} ${unit}`;
  return at > now ? `in ${text}` : `${text} ago`;
}

const two = (part: number) => String(part).padStart(2, "0");

/** `2026-01-31 09:05:07.123`, with ` UTC` where it is that. */
export function exact(iso: string, clock: "local" | "utc"): string {
  const at = new Date(iso);
  if (clock === "utc") return `${at.toISOString().replace("T", " ").replace("Z", "")} UTC`;
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${date} ${time}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

/** `31 Jan 09:05`, for ranges. */
export function moment(iso: string, clock: "local" | "utc"): string {
  const zone = clock === "utc" ? { timeZone: "UTC" } : {};
  const parts = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  } as const;
  return new Date(iso).toLocaleString("en-GB", { ...parts, ...zone }).replace(",", "");
}

/** `1 event`, `2 events` */
export const counted = (count: number, noun: string): string =>
  `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;

/** `12.5 %` */
export const percent = (share: number): string => `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`;

/** An id short enough for a row, its end: the beginning is the time. */
export function tailOf(id: string): string {
  const [prefix = "", rest = ""] = id.split("_");
  return rest.length > 10 ? `${prefix}_…${rest.slice(-8)}` : id;
}

/** The text of a problem's code: `CONNECTION_REFUSED` as `connection refused`. */
export const spoken = (code: string): string =>
  code.toLowerCase().replaceAll("_", " ").replace("dns", "DNS").replace("tls", "TLS");
