import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { browserPath, openTab, type Tab } from "./browser.ts";

describe.skipIf(!browserPath)("the form of rules", () => {
  let gateway: TestGateway;
  let tab: Tab;
  let connection: Wire["connection"];
  const add = (type: string) => tab.page.getByRole("button", { name: `+ ${type}` }).click();
  const button = (name: string) => tab.page.getByRole("button", { name, exact: true });
  const focused = () =>
    tab.page.evaluate("document.activeElement.textContent || document.activeElement.ariaLabel");

  beforeAll(async () => {
    gateway = await startTestGateway();
    connection = await connect(gateway.api, "http://127.0.0.1:9");
    tab = await openTab(gateway);
    await tab.visit(`/connections/${connection.id}`);
  });
  afterAll(async () => {
    expect(tab.complaints).toEqual([]);
    await tab[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("adds a filter and a transformation with nothing filled in, and saves neither", async () => {
    const { page } = tab;
    await add("filter");
    await expect.poll(() => page.getByLabel("Body", { exact: true }).inputValue()).toBe("");
    await page.getByRole("alert").getByText("does not say yet what it lets through").waitFor();
    await expect.poll(() => button("Save rules").isDisabled()).toBe(true);
    await button("Remove filter").click();
    await add("transform");
    await page.getByText("There is none yet").getByRole("link", { name: "make one" }).waitFor();
    await page.getByRole("alert").getByText("Choose a transformation").waitFor();
    await expect.poll(() => button("Save rules").isDisabled()).toBe(true);
    await button("Remove transform").click();
  });

  it("keeps the focus on the rule that is moved, and on a neighbour of one that is removed", async () => {
    for (const type of ["deduplicate", "delay", "retry"]) await add(type);
    for (const [pressed, then] of [
      ["Move retry up", "Move retry up"],
      ["Move retry up", "Move retry down"],
      ["Remove delay", "Remove deduplicate"],
      ["Remove retry", "Remove deduplicate"],
      ["Remove deduplicate", "+ filter"],
    ] as const) {
      await button(pressed).press("Enter");
      await expect.poll(focused).toBe(then);
    }
  });

  it("saves a deduplication of all that a request is by Ctrl-S, which the list of keys names", async () => {
    await add("deduplicate");
    await tab.page.keyboard.press("?");
    await tab.page.getByRole("dialog").getByText("Ctrl-S").waitFor();
    await tab.page.keyboard.press("Escape");
    await tab.page.keyboard.press("Control+s");
    await tab.page.getByText("The rules are saved").waitFor();
    const { rules } = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
    expect(rules).toEqual([{ type: "deduplicate", window: 60_000 }]);
  });
});
