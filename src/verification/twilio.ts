import { createHash } from "node:crypto";
import { parse, stringify } from "node:querystring";
import { isForm, queryFields, same, type Call } from "./call.ts";
import { signature } from "./shapes.ts";
import { hmac, type Message, type SharedSecret } from "./scheme.ts";
import { inHeaders } from "./proof.ts";

const BODY_HASH = "bodySHA256";

/** Twilio signs the URL and the fields of a form, sorted; of another body the hash, which stands in the URL. */
export const twilio = signature<SharedSecret>({
  documentation: "https://www.twilio.com/docs/usage/security#validating-requests",
  place: inHeaders({ signature: "x-twilio-signature" }),
  scheme: hmac("sha1", "base64"),
  message: (call) => {
    const fields = formText(call);
    return urlForms(call.url).map((url): Message => [url, fields]);
  },
  also(call) {
    if (!call.url.includes(BODY_HASH))
      return isCovered(call) ? null : `nothing signs a body without ${BODY_HASH}`;
    const given = queryFields(call).get(BODY_HASH) ?? "";
    return same(given, hashOf(call.bytes)) ? null : `the query's ${BODY_HASH} is not that of the body`;
  },
  prepare(call) {
    if (isCovered(call) || call.url.includes(BODY_HASH)) return call;
    return {
      ...call,
      url: `${call.url}${call.url.includes("?") ? "&" : "?"}${BODY_HASH}=${hashOf(call.bytes)}`,
    };
  },
});

/** Of what is neither a form nor empty, the signature of the URL alone would say nothing. */
const isCovered = (call: Call) => call.bytes.length === 0 || isForm(call);

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Names and values one after the other, by name; of a repeated name each different value, sorted. */
function formText(call: Call): string {
  if (!isForm(call) || call.url.includes(BODY_HASH)) return "";
  const fields = new URLSearchParams(Buffer.from(call.bytes).toString());
  const names = [...new Set(fields.keys())].sort();
  return names
    .flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => name + value))
    .join("");
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?(\[[^\]/?#]*\]|[^:/?#]*)(:\d*)?(.*)$/is;

/** The URL as it came and as URL parsers write it, without its port and with it: Twilio's senders differ. */
function urlForms(url: string): string[] {
  const written = URL.canParse(url) ? new URL(url).toString() : url;
  const forms = [...portForms(url), ...portForms(written), ...portForms(written).map(withLegacyQuery)];
  return [...new Set(forms)];
}

function portForms(url: string): string[] {
  const [, scheme, user = "", host = "", port, rest = ""] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined) return [url];
  const standard = scheme.toLowerCase() === "https://" ? ":443" : ":80";
  return [scheme + user + host + rest, scheme + user + host + (port ?? standard) + rest];
}

function withLegacyQuery(url: string): string {
  const [before = "", query] = url.split(/\?(.*)/s);
  return query ? `${before}?${stringify(parse(query))}` : url;
}
