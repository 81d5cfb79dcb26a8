import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

const FAILED = 6;

describe.skipIf(!browserPath)("a bulk retry", () => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let tab: Tab;

  beforeAll(async () => {
    gateway = await startTestGateway();
    receiver = await startReceiver({ answer: { status: 500 } });
    const rules = [
      { type: "retry", strategy: "linear", interval: 100, count: 1, response_status_codes: ["429"] },
    ];
    const { source } = await connect(gateway.api, receiver.url, { rules });
    for (let n = 0; n < FAILED; n++) await settledEvent(gateway.api, await submit(source, { body: `${n}` }));
    receiver.answer({ status: 200 });
    tab = await openTab(gateway);
  });
  afterAll(async () => {
    expect(tab.complaints).toEqual([]);
    await tab[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("of what a destination failed is two clicks from the overview to its dry run", async () => {
    const { page, visit } = tab;
    await visit("/");
    await page.getByRole("link", { name: "Retry failed" }).click();
    await page.getByText(`${FAILED} events up to`).waitFor();
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByRole("button", { name: `Retry ${FAILED} events` }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get("destination_id")).toMatch(/^des_/);
    expect(receiver.requests).toHaveLength(FAILED);
  });

  it("shows each filter that the list had, the rare ones too", async () => {
    const { page, visit } = tab;
    await visit("/events?status=failed&error_code=BAD_RESPONSE&attempts_min=1");
    await page.getByRole("link", { name: "Retry these" }).click();
    await page.getByText(`${FAILED} events up to`).waitFor();
    await expect.poll(() => page.getByLabel("Error").inputValue()).toBe("BAD_RESPONSE");
    await expect.poll(() => page.getByLabel("Attempts at least").inputValue()).toBe("1");
  });

  it("is filtered, counted, tried dry, and then started at a pace", async () => {
    const { page, visit } = tab;
    await visit("/events?status=failed");
    await page.getByRole("link", { name: "Retry these" }).click();
    await page.getByText(`${FAILED} events up to`).waitFor();
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByRole("heading", { name: "What would be sent" }).waitFor();
    expect(receiver.requests).toHaveLength(FAILED);
    await page.getByLabel("Starts per second").fill("0.5");
    await page.getByRole("button", { name: `Retry ${FAILED} events` }).click();
    await page.getByRole("heading", { name: "Retry events" }).waitFor();
    await page.getByRole("progressbar").waitFor();
  });

  it("is paused, given another pace, and goes on to the end", async () => {
    const { page } = tab;
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator(".facts .status-word", { hasText: "paused" }).waitFor();
    await page.getByLabel("Starts per second").fill("100");
    await page.getByRole("button", { name: "Change the pace" }).click();
    await page.getByText("The pace is changed").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator(".facts .status-word", { hasText: "completed" }).waitFor();
    await page.getByText(`${FAILED} of ${FAILED}`).waitFor();
    await expect.poll(() => page.locator(".tally .good dd").textContent()).toBe(String(FAILED));
    expect(receiver.requests).toHaveLength(2 * FAILED);
  });

  it("stands in the list of all, with what it took", async () => {
    const { page } = tab;
    await page.keyboard.press("6");
    await page.getByRole("link", { name: /completed Retry events status failed/ }).waitFor();
  });

  it("is cancelled for what is left of it, after a question", async () => {
    const { page, visit } = tab;
    await visit("/bulk/new?of=events&status=delivered");
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByLabel("Starts per second").fill("0.1");
    await page.getByRole("button", { name: `Retry ${FAILED} events` }).click();
    // The form has a button "cancelled", and is still there until the operation is accepted.
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Cancel the rest" }).click();
    await page.locator(".facts .status-word", { hasText: "cancelled" }).waitFor();
  });
});
