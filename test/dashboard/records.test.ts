import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Sent } from "../gateway/send.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

describe.skipIf(!browserPath)("the lists", () => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let tab: Tab;
  let good: Wire["connection"];
  let bad: Wire["connection"];
  const rows = () => tab.page.locator(".rows .row");
  const statuses = () => tab.page.locator(".rows .status-word").allTextContents();

  beforeAll(async () => {
    gateway = await startTestGateway();
    receiver = await startReceiver({
      answer: ({ target }) => ({ status: target.startsWith("/bad") ? 500 : 200 }),
    });
    const rules = [
      { type: "retry", strategy: "linear", interval: 100, count: 1, response_status_codes: ["429"] },
    ];
    good = await connect(gateway.api, `${receiver.url}/good`);
    bad = await connect(gateway.api, `${receiver.url}/bad`, { rules });
    const json: Sent = { headers: [["content-type", "application/json"]] };
    const felled: Sent["headers"] = [...json.headers!, ["x-github-event", "felled"]];
    for (let n = 0; n < 3; n++) {
      await settledEvent(gateway.api, await submit(good.source, { ...json, body: `{"tree":"oak ${n}"}` }));
    }
    await settledEvent(gateway.api, await submit(bad.source, { headers: felled, body: '{"tree":"walnut"}' }));
    tab = await openTab(gateway);
  });
  afterAll(async () => {
    expect(tab.complaints).toEqual([]);
    await tab[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("tell status, ends, answer and how many there are", async () => {
    const { page, visit } = tab;
    await visit("/events");
    await rows().nth(3).waitFor();
    await expect.poll(() => statuses()).toEqual(["failed", "delivered", "delivered", "delivered"]);
    await expect
      .poll(() => rows().first().textContent())
      .toContain(`${bad.source.name} → ${bad.destination.name}500`);
    const id = (await rows().first().getAttribute("href"))!.slice(-8);
    await expect.poll(() => rows().first().locator(".cell-id").textContent()).toBe(`evt_…${id}`);
    await page.getByText("4 events").waitFor();
  });

  it("keep a filter in the address bar, over a reload and the way back", async () => {
    const { page } = tab;
    await page.getByRole("button", { name: "failed", exact: true }).click();
    await page.getByText("1 event", { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("?status=failed");
    await page.reload();
    await rows().first().waitFor();
    await expect.poll(() => statuses()).toEqual(["failed"]);
    await rows().first().click();
    await page.getByRole("list", { name: "Time line" }).waitFor();
    await page.goBack();
    await page.getByText("1 event", { exact: true }).waitFor();
    await expect.poll(() => statuses()).toEqual(["failed"]);
  });

  it("search bodies", async () => {
    const { page, visit } = tab;
    await visit("/requests");
    await rows().nth(3).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("WALNUT");
    await page.getByText("1 request", { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("?q=WALNUT");
    await expect.poll(() => rows().count()).toBe(1);
    await expect.poll(() => rows().locator(".tag").textContent()).toBe("felled");
  });

  it("take back one filter with each step back, and a search, however it was typed, in one", async () => {
    const { page, visit } = tab;
    const search = () => new URL(page.url()).search;
    await visit("/events");
    await page.getByRole("button", { name: "failed", exact: true }).click();
    await page.getByLabel("Source").selectOption(good.source_id);
    const field = page.getByRole("searchbox");
    for (const word of ["wal", "walnut"]) {
      await field.fill(word);
      await page.waitForURL(`**q=${word}`);
    }
    const seen = [];
    for (let steps = 0; steps < 3; steps++) {
      await page.goBack();
      await page.waitForFunction("document.querySelector('input[type=search]').value === ''");
      seen.push(search());
    }
    expect(seen).toEqual([`?status=failed&source_id=${good.source_id}`, "?status=failed", ""]);
  });

  it("say that a search has not come to its end, and go on with it when asked", async () => {
    const { page, visit } = tab;
    const nothingYet = { models: [], count: 0, pagination: { next: "further-back", prev: null } };
    await page.route("**/v1/requests?q=walnut&limit=50", (route) => route.fulfill({ json: nothingYet }));
    await visit("/requests?q=walnut");
    await page.getByRole("heading", { name: "Nothing found so far" }).waitFor();
    const further = await page.getByRole("link", { name: "Search further back" }).getAttribute("href");
    expect(further).toBe("/requests?q=walnut&next=further-back");
    await page.unroute("**/v1/requests?q=walnut&limit=50");
  });

  it("ask for three characters at the field, and send no search that is shorter", async () => {
    const { page, visit, complaints } = tab;
    await visit("/requests?q=wa");
    const hint = page.getByText("3 characters or more are searched for");
    await hint.waitFor();
    await rows().nth(3).waitFor();
    const field = page.getByRole("searchbox");
    await field.fill("walnut");
    await page.getByText("1 request", { exact: true }).waitFor();
    await field.fill("wa");
    await rows().nth(3).waitFor();
    await hint.waitFor();
    await expect
      .poll(async () => [await field.inputValue(), new URL(page.url()).search])
      .toEqual(["wa", "?q=wa"]);
    await visit("/bulk/new?of=events&q=wa");
    await hint.waitFor();
    const dryRun = page.getByRole("button", { name: "Dry run" });
    await expect.poll(() => dryRun.count()).toBe(0);
    await field.fill("walnut");
    await dryRun.waitFor();
    await field.fill("wa");
    await dryRun.waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  it("narrowed to what there is not say so, and offer the way out", async () => {
    const { page, visit } = tab;
    await visit("/events?status=cancelled");
    await page.getByRole("heading", { name: "No event matches" }).waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await rows().nth(3).waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("");
  });

  it("show a new event by themselves, and take away one that leaves the filter", async () => {
    const { page, visit } = tab;
    await visit("/events?status=held");
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    await gateway.api.ok("PUT", `/connections/${good.id}/pause`);
    await submit(good.source, { body: "live" });
    await rows().first().waitFor();
    await expect.poll(() => statuses()).toEqual(["held"]);
    await page.getByText("0 events + 1 new").waitFor();
    await gateway.api.ok("PUT", `/connections/${good.id}/unpause`);
    await page.getByRole("heading", { name: "No event matches" }).waitFor();
  });

  it("do not say that they are live, nor that there is nothing, while the gateway is out of reach", async () => {
    const { page, visit, complaints } = tab;
    await visit("/events");
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    const dot = "getComputedStyle(document.querySelector('.live-switch i')).animationName";
    await expect.poll(() => page.evaluate(dot)).toBe("pulse");
    await page.route("**/v1/**", (route) => route.abort());
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("alert").getByText("The gateway is out of reach.").waitFor();
    await expect.poll(() => page.getByRole("alert").count()).toBe(1);
    await expect
      .poll(() => page.locator(".numbers dd").allTextContents())
      .toEqual(Array(5).fill("—not known"));
    await page.getByRole("link", { name: "Events" }).first().click();
    await page.getByRole("button", { name: "Connecting", exact: true }).waitFor();
    await expect.poll(() => page.evaluate(dot)).toBe("none");
    await page.unroute("**/v1/**");
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    complaints.length = 0;
  });

  it("are walked with j and k, opened with Enter, and left with Escape", async () => {
    const { page, visit } = tab;
    await visit("/events");
    await rows().nth(3).waitFor();
    for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
    const second = await rows().nth(1).getAttribute("href");
    await expect.poll(() => page.evaluate("document.activeElement.getAttribute('href')")).toBe(second);
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Time line" }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe(second);
    await page.keyboard.press("Escape");
    await rows().nth(3).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("leave the focus where it belongs: skipped to the content, trapped in a dialog, and given back by it", async () => {
    const { page, visit } = tab;
    const focused = () =>
      page.evaluate<string>("document.activeElement.id || document.activeElement.textContent.trim()");
    await visit("/events?status=failed");
    await rows().first().waitFor();
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    await expect.poll(async () => [await focused(), new URL(page.url()).hash]).toEqual(["content", ""]);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const retry = page.getByRole("button", { name: "Retry" });
    await retry.waitFor();
    await expect.poll(() => focused()).toBe("content");
    await retry.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    for (let presses = 0; presses < 6; presses++) {
      await page.keyboard.press("Tab");
      const isInside =
        "[document.body, ...document.querySelectorAll('dialog *')].includes(document.activeElement)";
      await expect.poll(() => page.evaluate(isInside)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => focused()).toBe("Retry");
    const outline = "getComputedStyle(document.activeElement).outlineStyle";
    await expect.poll(() => page.evaluate(outline)).toBe("solid");
  });
});
