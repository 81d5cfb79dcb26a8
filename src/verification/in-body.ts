import { objectOf } from "../resources/json-object.ts";
import { isForm, jsonFields, withHeader, withJson, type Call } from "./call.ts";
import { inHeaders, type Proof, type ProofPlace } from "./proof.ts";

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/**
 * Mailgun's `signature`, in JSON or as fields of a form. Of a subaccount's event the account that owns it signs too.
 * Multipart forms, which routes forward with attachments, are not read.
 */
export const mailgunProof: ProofPlace = {
  read(call) {
    const fields = isForm(call) ? formFields(call) : objectOf(jsonFields(call).signature);
    const signatures = [fields.signature, fields["parent-signature"]].flatMap((it) => text(it) ?? []);
    const [timestamp, id] = [text(fields.timestamp), text(fields.token)];
    if (signatures.length === 0 || timestamp === undefined || id === undefined) {
      return { fault: "the body has no signature with its timestamp and token" };
    }
    return { signatures, timestamp, id };
  },
  write(call, { signatures: [signature = ""], timestamp = "", id: token = "" }) {
    const proof = { timestamp, token, signature };
    if (!isForm(call)) return withJson(call, { ...jsonFields(call), signature: proof });
    const form = new URLSearchParams({ ...formFields(call), ...proof });
    return { ...call, bytes: Buffer.from(form.toString()) };
  },
};

const formFields = ({ bytes }: Call): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(Buffer.from(bytes).toString()));

const linearHeaders = inHeaders({ signature: "linear-signature" });

/** Linear's signature in a header; the time of the webhook in the body, for only there it is signed. */
export const linearProof: ProofPlace = {
  read(call) {
    const proof = linearHeaders.read(call);
    if ("fault" in proof) return proof;
    const { webhookTimestamp: timestamp } = jsonFields(call);
    return typeof timestamp === "number"
      ? { ...proof, timestamp: String(Math.trunc(timestamp)) }
      : { fault: "the body has no webhookTimestamp" };
  },
  write: (call, proof: Proof) =>
    withHeader(linearHeaders.write(call, proof), "linear-timestamp", proof.timestamp ?? ""),
};
