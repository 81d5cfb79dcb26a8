import { DestinationAuth, DestinationPatch } from "../resources/destination.ts";
import type { DestinationDocument } from "../store/documents.ts";
import { keepSecrets, maskSecrets } from "../store/secrets.ts";
import { invalidFields } from "./problems.ts";

const MESSAGE = "must be sent anew, not masked or left out: it would go to another origin than before";

/**
 * Throws a 422 that names each credential that a change would keep and take to another origin: who may write could
 * else have sent to themselves what they may not read.
 */
export function refuseMovedCredentials(document: DestinationDocument, change: DestinationPatch): void {
  const { url = document.url, auth = document.auth } = change;
  const origins = originsOf(document);
  if (originsOf({ url, auth }).every((origin, at) => origin === origins[at])) return;
  const sent = change.auth ?? maskSecrets(DestinationAuth, document.auth);
  const { kept } = keepSecrets(DestinationPatch, { auth: sent }, document);
  if (kept.length > 0) throw invalidFields(kept.map((path) => ({ path, message: MESSAGE })));
}

function originsOf({ url, auth }: Pick<DestinationDocument, "url" | "auth">): (string | null)[] {
  const tokenUrl = auth.type === "oauth2_client_credentials" ? auth.token_url : null;
  return [url, tokenUrl].map((it) => it && new URL(it).origin);
}
