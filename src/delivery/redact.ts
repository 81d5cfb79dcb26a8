import { MASK } from "../resources/wire.ts";
import type { SendResult } from "./client.ts";

/** Anything shorter would be found where it is no secret, and tell by its mask that it is one. */
const SHORTEST = 8;

/**
 * The result of a request without what it was sent with: a destination that answers with the request, as one for tests
 * or an error page does, must not show its credentials to whoever may read attempts. `secrets` are in clear.
 */
export function redact<R extends SendResult>(result: R, secrets: string[]): R {
  const sought = [...new Set(secrets.flatMap(writings))]
    .filter((text) => text.length >= SHORTEST)
    // The longest first: one may hold another.
    .sort((one, other) => other.length - one.length);
  const cleaned = (text: string) => sought.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  const { response_headers: headers, response_body: body, error_message: message } = result;
  return {
    ...result,
    response_headers:
      headers &&
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          cleaned(name),
          typeof value === "string" ? cleaned(value) : value.map(cleaned),
        ]),
      ),
    response_body: body && cleaned(body),
    error_message: message && cleaned(message),
  };
}

/** A secret as it stands in a header, in JSON, in a query and in a form, and in base64. */
function writings(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    Buffer.from(secret).toString("base64"),
  ];
}
