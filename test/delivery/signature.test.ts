import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { generateSigningSecret, signatureHeader } from "../../src/delivery/signature.ts";
import { Signing } from "../../src/resources/destination.ts";

const seconds = () => Math.floor(Date.now() / 1000);

function verify(secret: string, id: string, timestamp: number, signature: string, body: string): unknown {
  const headers = { "webhook-id": id, "webhook-timestamp": `${timestamp}`, "webhook-signature": signature };
  return new Webhook(secret).verify(body, headers);
}

describe("signatureHeader", () => {
  test.each(['{"a":1}', '{"name":"Ünïcödé 🚀"}', "[]"])(
    "of %s is accepted by the reference verifier",
    (body) => {
      const secret = generateSigningSecret();
      const timestamp = seconds();
      const signature = signatureHeader([secret], "evt_1", timestamp, Buffer.from(body));
      expect(verify(secret, "evt_1", timestamp, signature, body)).toEqual(JSON.parse(body));
    },
  );

  test("equals the reference implementation's own signature", () => {
    const secret = generateSigningSecret();
    const at = new Date("2025-03-01T10:00:00.000Z");
    const expected = new Webhook(secret).sign("evt_1", at, '{"a":1}');
    expect(signatureHeader([secret], "evt_1", at.getTime() / 1000, Buffer.from('{"a":1}'))).toBe(expected);
  });

  test("during a rotation is accepted with the new and with the old secret, the new one first", () => {
    const [current, earlier] = [generateSigningSecret(), generateSigningSecret()];
    const timestamp = seconds();
    const signature = signatureHeader([current, earlier], "evt_1", timestamp, Buffer.from("{}"));
    expect(signature.split(" ")[0]).toBe(signatureHeader([current], "evt_1", timestamp, Buffer.from("{}")));
    for (const secret of [current, earlier])
      expect(verify(secret, "evt_1", timestamp, signature, "{}")).toEqual({});
  });

  test("differs for another body, id, time or secret, so the reference verifier refuses it", () => {
    const secret = generateSigningSecret();
    const timestamp = seconds();
    const signature = signatureHeader([secret], "evt_1", timestamp, Buffer.from("{}"));
    expect(() => verify(secret, "evt_1", timestamp, signature, "{ }")).toThrow();
    expect(() => verify(secret, "evt_2", timestamp, signature, "{}")).toThrow();
    expect(() => verify(secret, "evt_1", timestamp + 1, signature, "{}")).toThrow();
    expect(() => verify(generateSigningSecret(), "evt_1", timestamp, signature, "{}")).toThrow();
  });

  test("covers raw bytes: bodies that decode to the same text get different signatures", () => {
    const secret = generateSigningSecret();
    const [one, other] = [Buffer.from([0xff]), Buffer.from([0xfe])];
    expect(one.toString()).toBe(other.toString());
    expect(signatureHeader([secret], "evt_1", 1, one)).not.toBe(signatureHeader([secret], "evt_1", 1, other));
  });
});

describe("generateSigningSecret", () => {
  test("gives 32 new bytes each time, in the form that a destination takes", () => {
    const made = Array.from({ length: 50 }, generateSigningSecret);
    expect(new Set(made).size).toBe(50);
    for (const secret of made) {
      expect(Signing.safeParse({ type: "standard_webhooks", secret }).success).toBe(true);
      expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
    }
  });

  test("gives secrets that random bytes are verified with", () => {
    const secret = generateSigningSecret();
    const body = randomBytes(64).toString("base64");
    const timestamp = seconds();
    const signature = signatureHeader([secret], "evt_9", timestamp, Buffer.from(JSON.stringify(body)));
    expect(verify(secret, "evt_9", timestamp, signature, JSON.stringify(body))).toBe(body);
  });
});
