import type { Call } from "./call.ts";

/** What signing takes that verifying does not. */
export interface Pen {
  now: Date;
  /** What no two webhooks have in common, where the provider sends such an id: letters and digits. */
  id: string;
  /** In PEM; where the provider signs with a private key, of which the source knows the public one alone. */
  privateKey?: string;
}

/** An answer of ingress itself. Without a content type it has no body. */
export interface Reply {
  status: number;
  contentType: string | null;
  body: string;
}

/** Why a call is not taken for its provider's: told to the operator, and never what would have been right. */
export interface Fault {
  fault: string;
}

/** A call by which a provider asks whether the URL is there and ours: answered by ingress, and no webhook. */
export interface Handshake<Fields> {
  /** Whether it carries the signature of a webhook; else its shape alone tells it. */
  signed: boolean;
  /** null where the call is no handshake. */
  answer: (call: Call, fields: Fields) => Reply | Fault | null;
}

/** Where something stands in a call, by name: headers in lower case. */
export type Place = { header: string } | { query: string };

/** How one provider's calls are told from others. Pure, but for the chance in some signatures. */
export interface Rule<Fields> {
  /** The provider's own page, or null where there is no one provider. */
  documentation: string | null;
  check: (call: Call, fields: Fields, now: Date) => Fault | null;
  /** The call as the provider would have sent it. Throws where the pen lacks the private key. */
  sign: (call: Call, fields: Fields, pen: Pen) => Call;
  handshake?: Handshake<Fields>;
  /** What the provider expects to read of a webhook that was taken, where that is not indifferent to it. */
  acknowledgement?: Reply;
  /** Where a password stands in plain text: it is neither kept nor forwarded. */
  credential?: (fields: Fields) => Place;
  /** The `www-authenticate` of a refusal. */
  challenge?: string;
}
