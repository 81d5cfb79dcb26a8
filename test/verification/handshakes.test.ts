import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Verification } from "../../src/resources/verification.ts";
import { examine, signSample } from "../../src/verification/verification.ts";
import { EXAMPLES, penOf, unsigned } from "./examples.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const URL_OF = "https://h.example/in/t";

const get = (how: Verification, query: string, method = "GET") =>
  examine(how, { method, url: `${URL_OF}?${query}`, headerLines: [], bytes: Buffer.alloc(0) }, NOW);
const postedBy = (name: "slack" | "zoom" | "discord", body: object) => {
  const example = EXAMPLES[name];
  const call = unsigned({ body });
  return {
    unsigned: examine(example.how, call, NOW),
    signed: examine(example.how, signSample(example.how, call, penOf(example, NOW)), NOW),
  };
};
const webhook = { verified: true, handshake: false, reply: null };

describe("slack", () => {
  it("asks for its challenge, signed, and is given it", () => {
    const { signed, unsigned } = postedBy("slack", {
      type: "url_verification",
      challenge: "3eZbrw1aB",
      token: "x",
    });
    expect(signed.reply).toEqual({ status: 200, contentType: "text/plain", body: "3eZbrw1aB" });
    expect(unsigned).toMatchObject({ verified: false, reply: null });
  });

  it("sends events that are no handshakes, even where they speak of one", () => {
    const event = { type: "event_callback", event: { type: "url_verification", challenge: "x" } };
    expect(postedBy("slack", event).signed).toMatchObject(webhook);
    const large = { type: "url_verification", challenge: "x".repeat(20_000) };
    expect(postedBy("slack", large).signed).toMatchObject(webhook);
  });
});

describe("zoom", () => {
  it("asks for the HMAC of its token, signed, and is given it", () => {
    const { signed, unsigned } = postedBy("zoom", {
      event: "endpoint.url_validation",
      payload: { plainToken: "qgg8vlvZRS6UYooatFL8Aw" },
    });
    const mac = createHmac("sha256", EXAMPLES.zoom.how.secret).update("qgg8vlvZRS6UYooatFL8Aw").digest("hex");
    expect(JSON.parse(signed.reply?.body ?? "")).toEqual({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: mac,
    });
    expect(unsigned).toMatchObject({ verified: false, reply: null });
  });

  it("sends events that are no handshakes", () => {
    expect(postedBy("zoom", { event: "meeting.started", payload: {} }).signed).toMatchObject(webhook);
  });
});

describe("discord", () => {
  it("pings interactions with type 1 and webhook events with type 0, and is answered each in its way", () => {
    const interaction = postedBy("discord", { id: "1", type: 1, version: 1 });
    expect(interaction.signed.reply).toMatchObject({ status: 200, body: '{"type":1}' });
    expect(interaction.unsigned).toMatchObject({ verified: false, reply: null });
    expect(postedBy("discord", { type: 0, version: 1 }).signed.reply).toMatchObject({
      status: 204,
      body: "",
    });
  });

  it("sends webhook events of type 1 and commands of type 2, which are no pings", () => {
    expect(postedBy("discord", { type: 1, event: { type: "X" } }).signed).toMatchObject(webhook);
    expect(postedBy("discord", { type: 2, data: {} }).signed).toMatchObject(webhook);
  });
});

describe("meta", () => {
  const { how } = EXAMPLES.meta;
  const query = (token: string) => `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`;

  it("asks for its challenge with the verify token, and is given it", () => {
    expect(get(how, query("verify+me")).reply).toMatchObject({ status: 200, body: "1158201444" });
  });

  it("is refused with another verify token, and nothing is echoed", () => {
    for (const token of ["", "verify", "verify+me2"]) {
      expect(get(how, query(token))).toMatchObject({ verified: false, handshake: true, reply: null });
    }
  });

  it("is no handshake by another method, or in another mode", () => {
    expect(get(how, query("verify+me"), "POST")).toMatchObject({ verified: false, handshake: false });
    expect(get(how, query("verify+me").replace("subscribe", "x"))).toMatchObject({ handshake: false });
  });
});

describe("x", () => {
  const { how } = EXAMPLES.x;

  it("asks for the HMAC of its token, and is given it in base64", () => {
    const { reply } = get(how, "crc_token=OTU4ODk2NDEz&nonce=1");
    const mac = createHmac("sha256", how.secret).update("OTU4ODk2NDEz").digest("base64");
    expect(JSON.parse(reply?.body ?? "")).toEqual({ response_token: `sha256=${mac}` });
  });

  it("is refused where the answer would sign a webhook for whoever asks", () => {
    const forged = encodeURIComponent('{"for_user_id":"1","tweet_create_events":[]}');
    const finding = get(how, `crc_token=${forged}`);
    expect(finding).toMatchObject({ verified: false, handshake: true, reply: null });
  });
});

describe("x's answer to whoever asks", () => {
  it.each(["amount=1000000", "a", "e30=", "AAAA"])(
    "is no signature of a webhook with the body %s",
    (token) => {
      const { how } = EXAMPLES.x;
      const { reply } = get(how, `crc_token=${encodeURIComponent(token)}`);
      const { response_token } = JSON.parse(reply?.body ?? "") as { response_token: string };
      const forged = { ...unsigned({ body: {} }), bytes: Buffer.from(token) };
      const headerLines: [string, string][] = [["x-twitter-webhooks-signature", response_token]];
      expect(examine(how, { ...forged, headerLines }, NOW)).toMatchObject({ verified: false, reply: null });
    },
  );
});

describe("intercom", () => {
  const { how } = EXAMPLES.intercom;

  it("asks by HEAD whether the URL is there, and is answered", () => {
    expect(get(how, "", "HEAD").reply).toEqual({ status: 200, contentType: null, body: "" });
  });

  it("is refused where a webhook of another method is unsigned, or a HEAD wrongly signed", () => {
    for (const method of ["GET", "POST"]) {
      expect(get(how, "", method)).toMatchObject({ verified: false, handshake: false });
    }
    const headerLines: [string, string][] = [["x-hub-signature", "sha1=00"]];
    const head = { method: "HEAD", url: URL_OF, headerLines, bytes: Buffer.alloc(0) };
    expect(examine(how, head, NOW)).toMatchObject({ verified: false, handshake: false });
  });
});

describe("dropbox", () => {
  it("asks for its challenge by GET alone, and is given it as plain text", () => {
    const { how } = EXAMPLES.dropbox;
    expect(get(how, "challenge=<b>1</b>").reply).toEqual({
      status: 200,
      contentType: "text/plain",
      body: "<b>1</b>",
    });
    expect(get(how, "challenge=1", "POST")).toMatchObject({ verified: false, reply: null });
  });
});

describe("woocommerce", () => {
  const ping = (body: string, headerLines: [string, string][] = []) =>
    examine(
      EXAMPLES.woocommerce.how,
      { method: "POST", url: URL_OF, headerLines, bytes: Buffer.from(body) },
      NOW,
    );

  it("posts the webhook's number unsigned, and is answered", () => {
    expect(ping("webhook_id=12").reply).toMatchObject({ status: 200 });
  });

  it("is refused where anything else is unsigned", () => {
    for (const body of ["webhook_id=12&a=1", "webhook_id=", '{"id":1}', ""]) {
      expect(ping(body)).toMatchObject({ verified: false, reply: null });
    }
    expect(ping("webhook_id=12", [["x-wc-webhook-signature", "x"]])).toMatchObject({ verified: false });
  });
});
