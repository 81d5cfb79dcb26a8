import { MASK } from "../resources/wire.ts";

/** Hides secrets in a text. One that was `cut` may end within a secret: its beginning is then hidden too. */
export type Masker = (text: string, options?: { cut?: boolean }) => string;

type Span = [start: number, end: number];

/** Characters: a shorter beginning of a secret ends too many texts by chance. */
const SHORTEST_BEGINNING = 4;

/** Hides each of `secrets`, also where one holds another, or two overlap: no part of either is left. */
export function maskerOf(secrets: readonly string[]): Masker {
  const sought = [...new Set(secrets)].filter((secret) => secret !== "");
  return (text, { cut = false } = {}) => {
    const spans = sought.flatMap((secret) => spansOf(text, secret));
    const beginnings = cut ? sought.flatMap((secret) => beginningAtEnd(text, secret)) : [];
    return masked(text, [...spans, ...beginnings]);
  };
}

/** A secret as it stands in a header, in JSON, in a query and in a form, and in base64. */
export function writingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    // Half a surrogate pair, which only code can make, is nothing that a URL can say.
    encodeURIComponent(bytes.toString()),
    new URLSearchParams({ "": secret }).toString().slice(1),
    bytes.toString("base64"),
  ];
}

function spansOf(text: string, secret: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
    spans.push([at, at + secret.length]);
  }
  return spans;
}

/**
 * The longest beginning of a secret with which the text ends, by the borders of Knuth, Morris and Pratt (SIAM Journal on
 * Computing 6, 1977): a long secret that repeats itself must not cost the square of its length.
 */
function beginningAtEnd(text: string, secret: string): Span[] {
  if (secret.length <= SHORTEST_BEGINNING) return [];
  const units = [...secret.split(""), "", ...text.slice(1 - secret.length).split("")];
  const borders = [0];
  for (let at = 1, border = 0; at < units.length; at++) {
    while (border > 0 && units[at] !== units[border]) border = borders[border - 1]!;
    if (units[at] === units[border]) border++;
    borders.push(border);
  }
  const length = borders.at(-1)!;
  return length < SHORTEST_BEGINNING ? [] : [[text.length - length, text.length]];
}

function masked(text: string, spans: Span[]): string {
  let shown = "";
  let end = 0;
  for (const [from, to] of spans.sort(([one], [other]) => one - other)) {
    if (from >= end) shown += text.slice(end, from) + MASK;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
