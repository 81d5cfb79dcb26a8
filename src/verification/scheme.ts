import { createHmac, createPublicKey, sign, verify, X509Certificate, type KeyObject } from "node:crypto";
import { same } from "./call.ts";

/** What is signed, in parts that follow each other without anything between. */
export type Message = (string | Uint8Array)[];

/** How a signature is made and told. */
export interface Scheme<Fields> {
  /** Tells whether a signature is one of this message, by any of the keys. The message is read once. */
  verifier: (fields: Fields, message: Message) => (signature: string) => boolean;
  make: (fields: Fields, message: Message, privateKey: string | undefined) => string;
}

/** A secret, beside it the one that was rotated away and is still valid. */
export interface SharedSecret {
  secret: string;
  previous_secret?: string | undefined;
}

/** The secrets of a provider that rotates them, the present one first. */
export function secretsOf({ secret, previous_secret }: SharedSecret): string[] {
  return previous_secret === undefined ? [secret] : [secret, previous_secret];
}

/** The text of a secret as a key: its bytes, or what they are the writing of. */
type KeyForm = (secret: string) => Buffer;
/** The secret's own bytes, in UTF-8. */
const asText: KeyForm = (secret) => Buffer.from(secret);
/** Standard Webhooks: base64, with `whsec_` before it or without. */
export const asWebhookSecret: KeyForm = (secret) => Buffer.from(secret.replace(/^whsec_/, ""), "base64");

/** HMAC in hex or base64. Its text is compared as it is: one signature has one writing. */
export function hmac(
  algorithm: string,
  encoding: "hex" | "base64" | "base64url",
  key: KeyForm = asText,
): Scheme<SharedSecret> {
  const signature = (secret: string, message: Message) =>
    message.reduce((mac, part) => mac.update(part), createHmac(algorithm, key(secret))).digest(encoding);
  return {
    verifier(fields, message) {
      const expected = secretsOf(fields).map((secret) => signature(secret, message));
      return (given) => expected.some((it) => same(given, it));
    },
    make: ({ secret }, message) => signature(secret, message),
  };
}

/** A signature by a private key; the digest is that of Ed25519 itself where none is named. */
export function asymmetric<Fields>(
  digest: "sha256" | null,
  encoding: "hex" | "base64",
  keys: (fields: Fields) => KeyObject[],
): Scheme<Fields> {
  return {
    verifier(fields, message) {
      const bytes = joined(message);
      return (given) => keys(fields).some((key) => verify(digest, bytes, key, Buffer.from(given, encoding)));
    },
    make(_fields, message, privateKey) {
      if (privateKey === undefined) throw new Error("this provider signs with a private key, in PEM");
      return sign(digest, joined(message), privateKey).toString(encoding);
    },
  };
}

const joined = (message: Message) => Buffer.concat(message.map((part) => Buffer.from(part)));

/** SubjectPublicKeyInfo in base64. */
export function spkiKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
}

/** The 32 bytes of an Ed25519 key in hex (RFC 8032). */
export function ed25519Key(hex: string): KeyObject {
  const x = Buffer.from(hex, "hex").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** The keys of certificates in PEM, one after the other. */
export function certificateKeys(pem: string): KeyObject[] {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return certificates.map((certificate) => new X509Certificate(certificate).publicKey);
}
