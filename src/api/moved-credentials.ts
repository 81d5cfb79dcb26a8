import { isDeepStrictEqual } from "node:util";
import { type Destination, DestinationAuth, DestinationPatch } from "../resources/destination.ts";
import type { DestinationDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import { invalidFields } from "./problems.ts";

const MESSAGE =
  "must be sent anew, not masked or left out: it would go to another origin or host than before";

/**
 * Throws a 422 that names each credential that a change would keep and take to another origin, or to another virtual
 * host of it: who may write could else have sent to themselves what they may not read.
 */
export function refuseMovedCredentials(document: DestinationDocument, change: DestinationPatch): void {
  const { url = document.url, headers = document.headers } = change;
  const sent = change.auth ?? maskSecrets(DestinationAuth, document.auth);
  const { value, kept } = keepSecrets(DestinationPatch, { auth: sent }, document);
  if (isDeepStrictEqual(placesOf({ url, headers, auth: value.auth }), placesOf(document))) return;
  if (kept.length > 0) throw invalidFields(kept.map((path) => ({ path, message: MESSAGE })));
}

/** Where credentials go: the origins, and the virtual hosts that headers name in place of the URL's. */
function placesOf({ url, headers, auth }: Pick<Destination, "url" | "headers" | "auth">) {
  const tokenUrl = auth.type === "oauth2_client_credentials" ? auth.token_url : null;
  const hosts = [...Object.entries(headers), ...headersOf(auth)].filter(([name]) => /^host$/i.test(name));
  return {
    origins: [url, tokenUrl].map((it) => it && new URL(it).origin),
    hosts: hosts.map(([, value]) => value),
  };
}

function headersOf(auth: DestinationAuth): [name: string, value: string][] {
  if (auth.type === "custom_headers") return Object.entries(auth.headers);
  return auth.type === "api_key" && auth.header !== undefined ? [[auth.header, auth.value]] : [];
}
