import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

describe.skipIf(!browserPath)("a first visit", () => {
  let gateway: TestGateway;
  let tab: Tab;
  beforeAll(async () => {
    gateway = await startTestGateway();
    tab = await openTab(gateway);
  });
  afterAll(async () => {
    await tab[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("with a wrong key is told so, and not let in", async () => {
    const { page, complaints } = tab;
    await page.goto(gateway.url);
    await page.getByLabel("API key").fill("no-such-key-0123456789");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("This API key is not known");
    // The browser itself reports the 401.
    expect(complaints.splice(0)).toEqual([expect.stringContaining("401")]);
  });

  it("goes from the key to a source, its command, and the first request as it arrives", async () => {
    const { page } = tab;
    await page.getByLabel("API key").fill(gateway.settings.team.apiKey!);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "The first request" }).waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("content");
    await expect.poll(() => new URL(page.url()).pathname).toBe("/start");
    await page.getByLabel("Name").fill("tills");
    await page.getByRole("button", { name: "Make it" }).click();
    const command = await page.locator(".command pre").textContent();
    const [url] = /http:[^']+\/in\/\w+/.exec(command ?? "") ?? [];
    await page.getByText("Waiting for the first request").waitFor();
    await fetch(`${url}/sold`, { method: "POST", body: "{}" });
    await page.getByRole("link", { name: /stored no connection yet POST \/sold/ }).waitFor();
    await page.getByText(/Your request is stored.* Make one, then retry the request/).waitFor();
  });

  it("in a new tab of the same browser begins without a key", async () => {
    const other = await tab.page.context().newPage();
    await other.goto(gateway.url);
    await other.getByRole("button", { name: "Sign in" }).waitFor();
    await other.close();
  });

  it("makes the first connection, sends on what waited for it, and shows the connection in the picture", async () => {
    const { page } = tab;
    await page.getByRole("link", { name: "Connect it to a destination" }).click();
    await page.getByLabel("Name of the new destination").fill("ledger");
    await page.getByLabel("URL").fill("http://127.0.0.1:9/ledger");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByText("Now it has one").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click();
    await page.getByRole("link", { name: /tills → ledger/ }).waitFor();
    // A dialog keeps all keys to itself.
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("4");
    await page.locator(".picture .destination", { hasText: "ledger" }).waitFor();
  });

  it("ends with the session, and leaves no complaint in the console", async () => {
    const { page, complaints } = tab;
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API key").waitFor();
    await expect.poll(() => page.evaluate("sessionStorage.length")).toBe(0);
    expect(complaints).toEqual([]);
  });
});
