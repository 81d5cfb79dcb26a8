import type { Wire } from "../wire.ts";

/** Headers that curl or the way there make anew. */
const OWN =
  /^(host|content-length|connection|accept-encoding|transfer-encoding|user-agent|accept|x-forwarded-.*)$/;
/** A body longer than this is no use on a command line. */
const LONGEST = 100_000;

/** A text as one word of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A curl command that sends the same request again to a source. */
export function curlOf(url: string, { method, path, query, headers, data }: Wire["request"]): string {
  const target = url + path + (query ? `?${query}` : "");
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    OWN.test(name) ? [] : [value].flat().map((text) => `-H ${quoted(`${name}: ${text}`)}`),
  );
  const isForm = /^application\/x-www-form-urlencoded/i.test(String(headers["content-type"] ?? ""));
  const body = bodyOf(data?.body, isForm);
  const parts = [`curl -X ${method} ${quoted(target)}`, ...lines];
  if (body && body.length <= LONGEST) parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

function bodyOf(body: unknown, isForm: boolean): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (!isForm) return JSON.stringify(body);
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, String(text)]),
  );
  return new URLSearchParams(pairs).toString();
}
