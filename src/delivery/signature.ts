import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** A new signing secret of 256 random bits, written as Standard Webhooks has it. */
export function generateSigningSecret(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

/**
 * The `webhook-signature` header of Standard Webhooks (https://www.standardwebhooks.com, "Signature scheme") over the
 * raw bytes: one `v1` signature for each secret, in the order given, so that a receiver may know any one of them.
 * `timestamp` is in seconds and goes out as `webhook-timestamp`.
 */
export function signatureHeader(secrets: string[], id: string, timestamp: number, body: Uint8Array): string {
  return secrets.map((secret) => `v1,${sign(secret, id, timestamp, body)}`).join(" ");
}

function sign(secret: string, id: string, timestamp: number, body: Uint8Array): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
}
