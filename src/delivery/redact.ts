import { maskerOf, writingsOf } from "../rules/masking.ts";
import type { SendResult } from "./client.ts";

/** Anything shorter would be found where it is no secret, and tell by its mask that it is one. */
const SHORTEST = 8;

/**
 * The result of a request without what it was sent with: a destination that answers with the request, as one for tests
 * or an error page does, must not show its credentials to whoever may read attempts. `secrets` are in clear.
 */
export function redact<R extends SendResult>(result: R, secrets: string[]): R {
  const mask = maskerOf(secrets.flatMap(writingsOf).filter((text) => text.length >= SHORTEST));
  const { response_headers: headers, response_body: body, error_message: message } = result;
  return {
    ...result,
    response_headers:
      headers &&
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          mask(name),
          typeof value === "string" ? mask(value) : value.map((text) => mask(text)),
        ]),
      ),
    response_body: body && mask(body, { cut: result.response_body_truncated }),
    error_message: message && mask(message),
  };
}
