import { hmacValidator as AdyenValidator } from "@adyen/api-library";
import { Signature as HubSpotSignature } from "@hubspot/api-client";
import { LinearWebhookClient } from "@linear/sdk/webhooks";
import { verify as verifyGitHub } from "@octokit/webhooks-methods";
import { Paddle } from "@paddle/paddle-node-sdk";
import { EventWebhook } from "@sendgrid/eventwebhook";
import { isValidSlackRequest } from "@slack/bolt";
import { verifyKey } from "discord-interactions";
import { WebhooksHelper } from "square";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import twilio from "twilio";
import type { VerificationOf } from "../../src/resources/verification.ts";
import { headerOf, type Call } from "../../src/verification/call.ts";
import type { PresetName } from "../../src/verification/presets.ts";

/** Whether the provider's own library takes a call, by the process's clock. */
type Oracle<Name extends PresetName> = (call: Call, how: VerificationOf<Name>) => boolean | Promise<boolean>;

const text = ({ bytes }: Call) => Buffer.from(bytes).toString();
const header = (call: Call, name: string) => headerOf(call, name) ?? "";
const headers = (call: Call) => Object.fromEntries(call.headerLines);

/** What says no by throwing says yes by returning. */
function returns(verify: () => unknown): boolean {
  try {
    verify();
    return true;
  } catch {
    return false;
  }
}

const stripe = new Stripe("sk_test_none");
const paddle = new Paddle("none");
const sendgrid = new EventWebhook();
const adyen = new AdyenValidator();

/** The verifiers of the providers that have one for Node. */
export const ORACLES = {
  stripe: (call, { secret }) =>
    returns(() => stripe.webhooks.constructEvent(text(call), header(call, "stripe-signature"), secret)),
  github: (call, { secret }) => verifyGitHub(secret, text(call), header(call, "x-hub-signature-256")),
  slack: (call, { secret }) =>
    isValidSlackRequest({
      signingSecret: secret,
      body: text(call),
      headers: {
        "x-slack-signature": header(call, "x-slack-signature"),
        "x-slack-request-timestamp": Number(header(call, "x-slack-request-timestamp")),
      },
    }),
  svix: (call, { secret }) => returns(() => new SvixWebhook(secret).verify(text(call), headers(call))),
  standard_webhooks: (call, { secret }) =>
    returns(() => new StandardWebhook(secret).verify(text(call), headers(call))),
  twilio: (call, { secret }) => {
    const signature = header(call, "x-twilio-signature");
    if (call.url.includes("bodySHA256")) {
      return twilio.validateRequestWithBody(secret, signature, call.url, text(call));
    }
    const fields = new URLSearchParams(text(call));
    const params = Object.fromEntries([...fields.keys()].map((name) => [name, fields.getAll(name)]));
    return twilio.validateRequest(secret, signature, call.url, params);
  },
  sendgrid: (call, { public_key }) =>
    sendgrid.verifySignature(
      sendgrid.convertPublicKeyToECDSA(public_key),
      Buffer.from(call.bytes),
      header(call, "x-twilio-email-event-webhook-signature"),
      header(call, "x-twilio-email-event-webhook-timestamp"),
    ),
  paddle: (call, { secret }) =>
    paddle.webhooks.isSignatureValid(text(call), secret, header(call, "paddle-signature")),
  square: (call, { secret }) =>
    WebhooksHelper.verifySignature({
      requestBody: text(call),
      signatureHeader: header(call, "x-square-hmacsha256-signature"),
      signatureKey: secret,
      notificationUrl: call.url,
    }),
  hubspot: (call, { secret }) => {
    const options = {
      signatureVersion: "v3",
      signature: header(call, "x-hubspot-signature-v3"),
      method: call.method,
      clientSecret: secret,
      requestBody: text(call),
      url: call.url,
      timestamp: Number(header(call, "x-hubspot-request-timestamp")),
    };
    let right = false;
    return returns(() => (right = HubSpotSignature.isValid(options))) && right;
  },
  linear: (call, { secret }) =>
    returns(() =>
      new LinearWebhookClient(secret).verify(Buffer.from(call.bytes), header(call, "linear-signature")),
    ),
  discord: (call, { public_key }) =>
    verifyKey(
      Buffer.from(call.bytes),
      header(call, "x-signature-ed25519"),
      header(call, "x-signature-timestamp"),
      public_key,
    ),
  adyen: (call, { secret }) => {
    const { notificationItems } = JSON.parse(text(call)) as {
      notificationItems: { NotificationRequestItem: Parameters<typeof adyen.validateHMAC>[0] }[];
    };
    return notificationItems.every((it) => adyen.validateHMAC(it.NotificationRequestItem, secret));
  },
} satisfies { [Name in PresetName]?: Oracle<Name> };
