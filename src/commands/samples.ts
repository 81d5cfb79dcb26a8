/** A webhook as a provider might send it, before it is signed. */
export interface Sample {
  body: string;
  contentType: string;
  headers?: [name: string, value: string][];
}

const json = (body: object, headers: Sample["headers"] = []): Sample => ({
  body: JSON.stringify(body),
  contentType: "application/json",
  headers,
});

/** What the providers' own pages give as examples, cut down to what code looks at first. */
const SAMPLES: Record<string, (id: string, now: Date) => Sample> = {
  stripe: (id, now) =>
    json({
      id: `evt_${id}`,
      object: "event",
      type: "checkout.session.completed",
      created: Math.floor(now.getTime() / 1000),
      livemode: false,
      data: {
        object: { id: `cs_test_${id}`, object: "checkout.session", amount_total: 4900, currency: "eur" },
      },
    }),
  github: (id) =>
    json({ action: "opened", number: 1, repository: { full_name: "octo-org/octo-repo" } }, [
      ["x-github-event", "pull_request"],
      ["x-github-delivery", id],
    ]),
  gitlab: () => json({ object_kind: "push", ref: "refs/heads/main" }, [["x-gitlab-event", "Push Hook"]]),
  shopify: (id) =>
    json({ id: 820982911946154500, total_price: "403.00", currency: "EUR" }, [
      ["x-shopify-topic", "orders/create"],
      ["x-shopify-webhook-id", id],
    ]),
  slack: (id) =>
    json({ type: "event_callback", event_id: id, event: { type: "app_mention", text: "hello" } }),
  twilio: (id) => ({
    body: new URLSearchParams({ MessageSid: `SM${id}`, From: "+15550100", Body: "hello" }).toString(),
    contentType: "application/x-www-form-urlencoded",
  }),
  sendgrid: (id) => json([{ sg_event_id: id, event: "delivered", email: "someone@example.com" }]),
  discord: () => json({ version: 1, type: 1, event: { type: "ENTITLEMENT_CREATE" } }),
  mailgun: (id) => json({ "event-data": { id, event: "delivered", recipient: "someone@example.com" } }),
  adyen: (id) =>
    json({
      live: "false",
      notificationItems: [
        {
          NotificationRequestItem: {
            pspReference: id,
            merchantAccountCode: "TestMerchant",
            merchantReference: "TestPayment",
            amount: { value: 1130, currency: "EUR" },
            eventCode: "AUTHORISATION",
            success: "true",
          },
        },
      ],
    }),
};

/** A sample of that provider, or of any. */
export function sampleOf(provider: string, id: string, now: Date): Sample {
  const made = SAMPLES[provider]?.(id, now);
  return made ?? json({ id, type: "sample", provider, created_at: now.toISOString() });
}
