import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, routed, settledEvent, submit } from "../gateway/scene.ts";
import type { Sent } from "../gateway/send.ts";
import type { Wire } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

const CODE = `addHandler("transform", (request) => {
  console.log("seen", request.body.order);
  request.body.region = "eu";
  return request;
});`;
const json: Sent = { headers: [["content-type", "application/json"]] };

describe.skipIf(!browserPath)("an event's page", () => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let tab: Tab;
  let connection: Wire["connection"];
  const station = (title: string) => tab.page.locator(".station", { hasText: title });

  beforeAll(async () => {
    gateway = await startTestGateway();
    receiver = await startReceiver({ answer: { status: 422, body: '{"reason":"no such shop"}' } });
    const { id } = await gateway.api.ok<{ id: string }>("POST", "/transformations", {
      name: "region",
      code: CODE,
    });
    const retry = {
      type: "retry",
      strategy: "linear",
      interval: 100,
      count: 1,
      response_status_codes: ["503"],
    };
    const rules = [{ type: "transform", transformation_id: id }, retry];
    connection = await connect(gateway.api, receiver.url, { rules });
    tab = await openTab(gateway);
  });
  afterAll(async () => {
    expect(tab.complaints).toEqual([]);
    await tab[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("tells the story from the request to what the destination answered", async () => {
    const { page, visit } = tab;
    const event = await settledEvent(
      gateway.api,
      await submit(connection.source, { ...json, body: '{"order":7}' }),
    );
    await visit(`/events/${event.id}`);
    await station("Attempt 1").getByText('"no such shop"').waitFor();
    const titles = page.locator(".station-title");
    await expect
      .poll(() => titles.allTextContents())
      .toEqual([
        "Received POST /",
        expect.stringMatching(/^Matched /),
        "Transformed by region",
        "Attempt 1 422",
        "Failed: no automatic try is left",
      ]);
    const temporal = page.locator("main").getByRole("link", { name: "Temporal" });
    await expect.poll(() => temporal.getAttribute("href")).toBe(event.temporal_url);
  });

  it("shows what a transformation changed, and what it logged", async () => {
    const transformed = station("Transformed by region");
    await transformed.locator("summary").click();
    await transformed.locator(".diff-line.more", { hasText: '"region": "eu"' }).waitFor();
    await transformed.getByRole("tab", { name: "Logs" }).click();
    await transformed.getByText("seen 7").waitFor();
  });

  it("retries after a question, and shows the new attempt as it is made", async () => {
    const { page } = tab;
    receiver.answer({ status: 200 });
    await page.keyboard.press("r");
    await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click();
    await station("Attempt 2").getByText("retried by hand").waitFor();
    await page.locator(".facts .status-word", { hasText: "delivered" }).waitFor();
    expect(receiver.requests).toHaveLength(2);
  });

  it("cancels an event that waits, and only after a question", async () => {
    const { page, visit } = tab;
    const slow = await connect(gateway.api, receiver.url, { rules: [{ type: "delay", delay: 3_600_000 }] });
    const { routing } = await routed(gateway.api, await submit(slow.source));
    const id = routing[0]!.event_id;
    await visit(`/events/${id}`);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Not now" }).click();
    expect((await gateway.api.ok<Wire["event"]>("GET", `/events/${id}`)).status).toBe("queued");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Cancel the event" }).click();
    await page.locator(".facts .status-word", { hasText: "cancelled" }).waitFor();
    await eventually("it is cancelled", async () => {
      const { status } = await gateway.api.ok<Wire["event"]>("GET", `/events/${id}`);
      return status === "cancelled";
    });
  });

  it("shows markup in a body as text", async () => {
    const { page, visit } = tab;
    const markup = "<img src=x onerror=document.title='owned'>";
    const id = await submit(connection.source, { ...json, body: JSON.stringify({ order: markup }) });
    await visit(`/requests/${id}`);
    await page.locator(".json-text", { hasText: "onerror" }).first().waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
  });

  it("shows each digit of what came and of what was sent, and copies a call to the destination", async () => {
    const { page, visit } = tab;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const plain = await connect(gateway.api, `${receiver.url}/exact`);
    const body = '{"id": 90071992547409931, "price": 10.00}';
    const event = await settledEvent(gateway.api, await submit(plain.source, { ...json, body }));
    await visit(`/events/${event.id}`);
    for (const title of ["Received", "Delivered"]) {
      await station(title).locator("summary").click();
      await station(title).getByText("90071992547409931").waitFor();
      await station(title).getByText("10.00").waitFor();
    }
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const command = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(command).toMatch(new RegExp(`^curl -X POST '${receiver.url}/exact'`));
    expect(command).toContain(`-H 'webhook-id: ${event.id}'`);
    expect(command).toContain(`--data-raw '${body}'`);
  });
});
