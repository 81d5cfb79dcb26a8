import { createHmac } from "node:crypto";
import { objectOf } from "../resources/json-object.ts";
import { headerOf, jsonFields, same, withHeader, withJson, type Call } from "./call.ts";
import type { Rule } from "./rule.ts";
import { secretsOf, type SharedSecret } from "./scheme.ts";

type JsonObject = Record<string, unknown>;

const HEADER = "hmacsignature";
const SIGNATURE = "hmacSignature";
const NO_MATCH = { fault: "the signature is of another HMAC key, or of another body" };

/**
 * Adyen signs each payment notification within the body, and only its main fields; what other webhooks carry is signed
 * as a whole, in a header. All items must be right, for all are delivered.
 */
export const adyen: Rule<SharedSecret> = {
  documentation:
    "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
  acknowledgement: { status: 200, contentType: "text/plain", body: "[accepted]" },
  check(call, fields) {
    const matches = (message: string | Uint8Array, given: string) =>
      secretsOf(fields).some((key) => same(Buffer.from(given, "base64"), digest(key, message)));
    const whole = headerOf(call, HEADER);
    if (whole) return matches(call.bytes, whole) ? null : NO_MATCH;
    const items = itemsOf(call);
    if (items.length === 0) return { fault: `neither the header ${HEADER} nor notificationItems are there` };
    const signatures = items.map((item) => objectOf(item.additionalData)[SIGNATURE]);
    if (!signatures.every((it) => typeof it === "string" && it !== "")) {
      return { fault: `a notification has no additionalData.${SIGNATURE}` };
    }
    return items.every((item, at) => matches(mainFields(item), String(signatures[at]))) ? null : NO_MATCH;
  },
  sign(call, { secret }) {
    const items = itemsOf(call);
    if (items.length === 0) return withHeader(call, HEADER, digest(secret, call.bytes).toString("base64"));
    const notificationItems = items.map((item) => {
      const signature = digest(secret, mainFields(item)).toString("base64");
      const additionalData = { ...objectOf(item.additionalData), [SIGNATURE]: signature };
      return { NotificationRequestItem: { ...item, additionalData } };
    });
    return withJson(call, { ...jsonFields(call), notificationItems });
  },
};

function itemsOf(call: Call): JsonObject[] {
  const { notificationItems } = jsonFields(call);
  if (!Array.isArray(notificationItems)) return [];
  return notificationItems.map((it) => objectOf(objectOf(it).NotificationRequestItem));
}

function mainFields(item: JsonObject): string {
  const amount = objectOf(item.amount);
  return [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    amount.value,
    amount.currency,
    item.eventCode,
    item.success,
  ].join(":");
}

const digest = (hexKey: string, message: string | Uint8Array) =>
  createHmac("sha256", Buffer.from(hexKey, "hex")).update(message).digest();
