const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = "(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)";
const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

/** The date formats of RFC 9110 section 5.6.7: IMF-fixdate, RFC 850, asctime. */
const HTTP_DATES = [
  `${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT`,
  `${LONG_DAY}, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT`,
  `${DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})`,
].map((format) => new RegExp(`^${format}$`));

/**
 * The wait that a `Retry-After` asks for, in milliseconds (RFC 9110 section 10.2.3): seconds, or an HTTP date, 0 for
 * one that is past. Null for anything else, negative numbers and fractions included.
 */
export function parseRetryAfter(text: string, now: Date): number | null {
  const value = text.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  const date = parseHttpDate(value, now);
  return date === null ? null : Math.max(0, date - now.getTime());
}

function parseHttpDate(text: string, now: Date): number | null {
  const parts = HTTP_DATES.map((format) => format.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return null;
  const number = (part: string) => Number(parts[part]);
  const year = parts.year?.length === 2 ? nearYear(number("year"), now) : number("year");
  const month = MONTHS.indexOf(parts.month ?? "");
  const midnight = new Date(Date.UTC(year, month, number("day")));
  if (midnight.getUTCDate() !== number("day")) return null;
  return midnight.getTime() + ((number("hour") * 60 + number("minute")) * 60 + number("second")) * 1000;
}

/** A two-digit year that would be more than 50 years ahead means the past one with the same digits. */
function nearYear(digits: number, now: Date): number {
  const thisYear = now.getUTCFullYear();
  const year = thisYear - (thisYear % 100) + digits;
  return year > thisYear + 50 ? year - 100 : year;
}
