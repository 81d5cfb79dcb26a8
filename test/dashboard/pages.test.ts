import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

const CODE = 'addHandler("transform", (request) => request);';
const LONG = "a-name-that-is-as-long-as-a-name-may-be-without-a-place-to-break-it".repeat(2);

interface Made {
  requestId: string;
  event: Wire["event"];
  connection: Wire["connection"];
  transformationId: string;
}

/** Each address, and the title that stands there. */
const PAGES: [name: string, path: (made: Made) => string, title: string][] = [
  ["overview", () => "/", "Overview"],
  ["requests", () => "/requests", "Requests"],
  ["a request", ({ requestId }) => `/requests/${requestId}`, "POST"],
  ["events", () => "/events", "Events"],
  ["an event", ({ event }) => `/events/${event.id}`, "→"],
  ["connections", () => "/connections", "Connections"],
  ["a new connection", () => "/connections/new", "New connection"],
  ["a connection", ({ connection }) => `/connections/${connection.id}`, LONG],
  ["a source", ({ connection }) => `/sources/${connection.source_id}`, LONG],
  ["a destination", ({ connection }) => `/destinations/${connection.destination_id}`, LONG],
  ["transformations", () => "/transformations", "Transformations"],
  ["a new transformation", () => "/transformations/new", "New transformation"],
  ["a transformation", ({ transformationId }) => `/transformations/${transformationId}`, "same"],
  ["bulk retries", () => "/bulk", "Bulk retries"],
  ["a new bulk retry", () => "/bulk/new?of=events&status=failed", "Retry events"],
  ["the first visit", () => "/start", "The first request"],
];

describe.skipIf(!browserPath)("the page of", () => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let made: Made;
  let desk: Tab;
  let phone: Tab;

  beforeAll(async () => {
    gateway = await startTestGateway();
    receiver = await startReceiver({ answer: { status: 404 } });
    const { id } = await gateway.api.ok<{ id: string }>("POST", "/transformations", {
      name: "same",
      code: CODE,
    });
    const rules = [{ type: "transform", transformation_id: id }];
    const settings = { rules, name: LONG, source: { name: LONG }, destination: { name: LONG } };
    const connection = await connect(gateway.api, receiver.url, settings);
    const requestId = await submit(connection.source, { suffix: `/${LONG}`, body: LONG });
    made = { requestId, event: await settledEvent(gateway.api, requestId), connection, transformationId: id };
    [desk, phone] = await Promise.all([openTab(gateway), openTab(gateway, { phone: true })]);
  });
  afterAll(async () => {
    await Promise.all([desk, phone].map((tab) => tab[Symbol.asyncDispose]()));
    await receiver[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it.each(PAGES)("%s fits a desk and a phone, and leaves no complaint", async (_name, path, title) => {
    for (const { page, visit, complaints } of [desk, phone]) {
      await visit(path(made));
      await page.locator("h1", { hasText: title }).waitFor();
      await page.locator(".waiting").waitFor({ state: "detached" });
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
      expect(complaints.splice(0)).toEqual([]);
    }
  });

  it("a record that does not exist says so; what is no page is a 404", async () => {
    await desk.visit("/events/evt_nosuch");
    await desk.page.getByRole("alert").getByText("There is no event evt_nosuch").waitFor();
    expect((await fetch(`${gateway.url}/nosuch`)).status).toBe(404);
  });
});
