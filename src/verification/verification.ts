import type { Verification, VerificationOf, VerificationType } from "../resources/verification.ts";
import { MASK, type HeaderLines } from "../resources/wire.ts";
import type { Call } from "./call.ts";
import { PRESETS } from "./presets.ts";
import { inHeaders, type ProofPlace } from "./proof.ts";
import type { Fault, Pen, Place, Reply, Rule } from "./rule.ts";
import { hmac } from "./scheme.ts";
import { basicAuth, credential, signature } from "./shapes.ts";

/** What a source's verification makes of a call. */
export interface Finding {
  /** null where the source does not ask. */
  verified: boolean | null;
  /** What failed, for the operator. */
  detail: string | null;
  /** Whether the provider only asks for the URL, and what it is answered then. */
  handshake: boolean;
  reply: Reply | null;
}

/** What is found of a call that nobody examined. */
export const UNEXAMINED: Finding = { verified: null, detail: null, handshake: false, reply: null };

type Checked = Exclude<Verification, { type: "none" }>;

const RULES: { [Type in VerificationType]: Rule<VerificationOf<Type>> } = {
  ...PRESETS,
  hmac: {
    documentation: null,
    check: (call, fields, now) => ruleOfHmac(fields).check(call, fields, now),
    sign: (call, fields, pen) => ruleOfHmac(fields).sign(call, fields, pen),
  },
  basic_auth: basicAuth("https://www.rfc-editor.org/rfc/rfc7617"),
  api_key: credential({
    documentation: null,
    place: ({ header, query }) =>
      header === undefined ? { query: query ?? "" } : { header: header.toLowerCase() },
    expected: ({ value }) => [value],
  }),
};

function ruleOfHmac(how: VerificationOf<"hmac">): Rule<VerificationOf<"hmac">> {
  const place = inHeaders({
    signature: how.header.toLowerCase(),
    ...(how.prefix ? { prefix: how.prefix } : {}),
  });
  return signature({
    documentation: null,
    place: how.encoding === "hex" ? inEitherCase(place) : place,
    message: (call) => [[call.bytes]],
    scheme: hmac(how.algorithm, how.encoding),
  });
}

/** Hex is one number in two spellings, and nobody knows which one an unnamed provider writes; base64 is not. */
function inEitherCase(place: ProofPlace): ProofPlace {
  return {
    ...place,
    read(call) {
      const proof = place.read(call);
      if ("fault" in proof) return proof;
      return { ...proof, signatures: proof.signatures.map((it) => it.toLowerCase()) };
    },
  };
}

/** Whether a call is from the source's provider, and whether it is the provider's handshake. Works on the raw bytes. */
export function examine(how: Verification, call: Call, now: Date): Finding {
  if (how.type === "none") return UNEXAMINED;
  const rule = ruleOf(how);
  const { handshake } = rule;
  const asked = handshake?.signed === false ? handshake.answer(call, how) : null;
  if (asked) return concluded(asked, rule);
  const wrong = rule.check(call, how, now);
  if (wrong) return refused(wrong, rule);
  const signed = handshake?.signed ? handshake.answer(call, how) : null;
  return signed ? concluded(signed, rule) : { ...UNEXAMINED, verified: true };
}

function concluded(answer: Reply | Fault, rule: Rule<Checked>): Finding {
  if ("fault" in answer) return { ...refused(answer, rule), handshake: true };
  return { verified: true, detail: null, handshake: true, reply: answer };
}

function refused({ fault }: Fault, { documentation }: Rule<Checked>): Finding {
  const detail = documentation === null ? fault : `${fault}; see ${documentation}`;
  return { ...UNEXAMINED, verified: false, detail };
}

/**
 * A call as the source's provider would have sent it: with its signature, or its password. It may have another URL or
 * body than before, where the provider puts its proof there. Throws where the pen lacks the private key.
 */
export function signSample(how: Verification, call: Call, pen: Pen): Call {
  return how.type === "none" ? call : ruleOf(how).sign(call, how, pen);
}

/** What the provider expects to read of a webhook that was taken; null where it does not mind. */
export function acknowledgementOf(how: Verification): Reply | null {
  return how.type === "none" ? null : (ruleOf(how).acknowledgement ?? null);
}

/** The `www-authenticate` of a call that was refused, or null. */
export function challengeOf(how: Verification): string | null {
  return how.type === "none" ? null : (ruleOf(how).challenge ?? null);
}

/** Header lines and query with the provider's password masked, right or wrong: it is the source's own to know. */
export function maskCredential(
  how: Verification,
  { headerLines, query }: { headerLines: HeaderLines; query: string },
): { headerLines: HeaderLines; query: string } {
  const place = how.type === "none" ? undefined : ruleOf(how).credential?.(how);
  if (!place) return { headerLines, query };
  if ("query" in place) return { headerLines, query: maskField(query, place) };
  return {
    query,
    headerLines: headerLines.map(([name, value]) => [name, name === place.header ? MASK : value]),
  };
}

function maskField(query: string, place: Extract<Place, { query: string }>): string {
  const pairs = query.split("&").map((pair) => {
    const isSecret = new URLSearchParams(pair).has(place.query);
    return isSecret ? `${pair.split("=", 1)[0]}=${MASK}` : pair;
  });
  return pairs.join("&");
}

/** Each rule is of the fields beside its own type, which the compiler can't follow through a table. */
function ruleOf(how: Checked): Rule<Checked> {
  return RULES[how.type] as Rule<Checked>;
}
