import { MASK } from "../mask.ts";
import type { HeaderFields } from "../wire.ts";
import type { RawBody } from "./raw-body.ts";

/** Headers that curl or the way there make anew. */
const OWN = /^(host|content-length|connection|accept-encoding|transfer-encoding|x-forwarded-.*)$/;
/** A body longer than this is no use on a command line. */
const LONGEST = 100_000;

/** A text as one word of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A call to be made again. */
export interface Sendable {
  method: string;
  url: string;
  headers: HeaderFields;
  /** Null where it is not at hand. */
  body: RawBody | null;
  /** Where the API has the bytes, for those that fit no command line. */
  bodyUrl: string;
}

/** A curl command that makes the same call again, with the bytes of its body. */
export function curlOf({ method, url, headers, body, bodyUrl }: Sendable): string {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    OWN.test(name)
      ? []
      : [value].flat().map((text) => `-H ${quoted(text ? `${name}: ${text}` : `${name};`)}`),
  );
  const hasBody = body === null || body.size > 0;
  // Of a body, curl says by itself that it is a form.
  if (hasBody && !headers["content-type"]) fields.push(`-H 'content-type:'`);
  const command = [`curl${flagsFor(url)} -X ${method} ${quoted(url)}`, ...fields];
  if (!hasBody) return command.join(BREAK);
  if (body?.exact && body.text !== null && body.text.length <= LONGEST) {
    return [...command, `--data-raw ${quoted(body.text)}`].join(BREAK);
  }
  const fetched = `curl -s ${quoted(bodyUrl)} -H "authorization: Bearer $FASTHOOK_API_KEY" |`;
  return [fetched, ...command, "--data-binary @-"].join(BREAK);
}

const BREAK = " \\\n  ";

/** Brackets and dots would be made something of. */
const flagsFor = (url: string): string =>
  `${/[[\]{}]/.test(url) ? " --globoff" : ""}${/\/\.\.?(\/|$|\?)/.test(url) ? " --path-as-is" : ""}`;

/** Whether a command has masks in place of secrets. */
export const isMasked = (command: string): boolean => command.includes(MASK);
