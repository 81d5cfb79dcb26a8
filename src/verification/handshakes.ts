import { createHmac } from "node:crypto";
import { objectOf } from "../resources/json-object.ts";
import { headerOf, jsonFields, queryFields, same, type Call } from "./call.ts";
import type { Handshake, Reply } from "./rule.ts";
import type { SharedSecret } from "./scheme.ts";

/** Handshakes are small; a larger body is a webhook, and is not read for them. */
const MAX_BYTES = 16_384;

const plain = (body: string): Reply => ({ status: 200, contentType: "text/plain", body });
const json = (body: object): Reply => ({
  status: 200,
  contentType: "application/json",
  body: JSON.stringify(body),
});
const EMPTY: Reply = { status: 200, contentType: null, body: "" };
const NO_CONTENT: Reply = { status: 204, contentType: null, body: "" };

const small = (call: Call) => (call.bytes.length <= MAX_BYTES ? jsonFields(call) : {});
const mac = ({ secret }: SharedSecret, text: string) => createHmac("sha256", secret).update(text);

/** https://docs.slack.dev/reference/events/url_verification */
export const slackHandshake: Handshake<SharedSecret> = {
  signed: true,
  answer(call) {
    const { type, challenge } = small(call);
    return type === "url_verification" && typeof challenge === "string" ? plain(challenge) : null;
  },
};

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
export const zoomHandshake: Handshake<SharedSecret> = {
  signed: true,
  answer(call, fields) {
    const { event, payload } = small(call);
    const { plainToken } = objectOf(payload);
    if (event !== "endpoint.url_validation" || typeof plainToken !== "string") return null;
    return json({ plainToken, encryptedToken: mac(fields, plainToken).digest("hex") });
  },
};

/**
 * https://docs.discord.com/developers/interactions/overview and …/events/webhook-events: type 1 is the ping of
 * interactions but an event among webhook events, whose ping is 0.
 */
export const discordHandshake: Handshake<unknown> = {
  signed: true,
  answer(call) {
    const { type, event } = small(call);
    if (type === 0) return NO_CONTENT;
    return type === 1 && event === undefined ? json({ type: 1 }) : null;
  },
};

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
export const metaHandshake: Handshake<{ verify_token: string }> = {
  signed: false,
  answer(call, { verify_token }) {
    const query = queryFields(call);
    const challenge = query.get("hub.challenge");
    if (call.method !== "GET" || query.get("hub.mode") !== "subscribe" || challenge === null) return null;
    if (same(query.get("hub.verify_token") ?? "", verify_token)) return plain(challenge);
    return { fault: "hub.verify_token is not the source's verify_token" };
  },
};

/**
 * https://docs.x.com/x-api/webhooks/quickstart: anybody may ask, and what is answered is signed like a webhook. So
 * nothing is signed that could be one: a token has no brace, and a body that starts with none is no webhook of X.
 */
export const xHandshake: Handshake<SharedSecret> = {
  signed: false,
  answer(call, fields) {
    const token = queryFields(call).get("crc_token");
    if (call.method !== "GET" || token === null) return null;
    if (!/^[\w+/=.-]{1,512}$/.test(token)) return { fault: "crc_token is no token" };
    return json({ response_token: `sha256=${mac(fields, token).digest("base64")}` });
  },
};

/** https://www.dropbox.com/developers/reference/webhooks#tutorial */
export const dropboxHandshake: Handshake<unknown> = {
  signed: false,
  answer(call) {
    const challenge = queryFields(call).get("challenge");
    return call.method === "GET" && challenge !== null ? plain(challenge) : null;
  },
};

/** https://developers.intercom.com/docs/webhooks/setting-up-webhooks#configuring-your-endpoint-url */
export const intercomHandshake: Handshake<unknown> = {
  signed: false,
  answer: (call) => (call.method === "HEAD" && headerOf(call, "x-hub-signature") === null ? EMPTY : null),
};

/** WooCommerce posts the webhook's number, unsigned, when a webhook is saved, and wants a 200. */
export const woocommerceHandshake: Handshake<unknown> = {
  signed: false,
  answer(call) {
    if (call.method !== "POST" || headerOf(call, "x-wc-webhook-signature") !== null) return null;
    const ping = call.bytes.length <= 64 && /^webhook_id=\d+$/.test(Buffer.from(call.bytes).toString());
    return ping ? plain("") : null;
  },
};
