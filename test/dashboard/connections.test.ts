import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Sent } from "../gateway/send.ts";
import type { List, Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, expectRefusals, openTab, type Tab } from "./browser.ts";

const json: Sent = { headers: [["content-type", "application/json"]] };

describe.skipIf(!browserPath)("the editors", () => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let tab: Tab;
  let connection: Wire["connection"];
  const rules = () => tab.page.getByLabel("Rules as JSON");

  beforeAll(async () => {
    gateway = await startTestGateway();
    receiver = await startReceiver();
    connection = await connect(gateway.api, receiver.url);
    await settledEvent(
      gateway.api,
      await submit(connection.source, { ...json, body: '{"type":"order.paid"}' }),
    );
    tab = await openTab(gateway);
    await tab.visit(`/connections/${connection.id}`);
    await tab.page.getByRole("button", { name: "JSON", exact: true }).click();
  });
  afterAll(async () => {
    expect(tab.complaints).toEqual([]);
    await tab[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  it("of rules tell a fault beside its line, and keep the draft", async () => {
    const { page } = tab;
    await page.getByRole("button", { name: "+ delay" }).click();
    await rules().fill('[\n  {\n    "type": "delay",\n    "delay": -5\n  }\n]');
    await page.getByRole("button", { name: "Save rules" }).click();
    await page.getByRole("alert").getByText("rules[0].delay").waitFor();
    await expect.poll(() => page.locator(".editor-gutter .faulty").allTextContents()).toEqual(["4"]);
    await expectRefusals(tab, 422);
    const saved = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
    expect(saved.rules).toEqual([]);
  });

  it("of rules tell what is not JSON before anything is sent", async () => {
    await rules().fill('[{"type": ');
    await tab.page.getByText("Not JSON yet").waitFor();
    await expect.poll(() => tab.page.getByRole("button", { name: "Save rules" }).isDisabled()).toBe(true);
    await expect.poll(() => tab.page.getByText("Without rules, everything").count()).toBe(0);
  });

  it("of rules ask which transformation is meant where there are several", async () => {
    const { page, visit } = tab;
    const code = 'addHandler("transform", (request) => request);';
    const make = (name: string) => gateway.api.ok<{ id: string }>("POST", "/transformations", { name, code });
    const [wanted, newer] = [await make("wanted"), await make("newer")];
    await rules().fill("[]");
    await page.reload();
    await page.getByRole("button", { name: "+ transform" }).click();
    await page.getByRole("dialog").getByRole("combobox").selectOption("wanted");
    await page.getByRole("button", { name: "Add the rule" }).click();
    await expect.poll(() => rules().inputValue()).toContain(wanted.id);
    await page.getByText(connection.source.url, { exact: true }).waitFor();
    await rules().fill("[]");
    for (const { id } of [wanted, newer]) await gateway.api.ok("DELETE", `/transformations/${id}`);
    await visit(`/connections/${connection.id}`);
  });

  it("of rules test a draft on a stored request, and name the condition that stops it", async () => {
    const { page } = tab;
    await rules().fill('[{"type":"filter","body":{"type":"order.created"}}]');
    await page.getByRole("button", { name: "Test the draft" }).click();
    await page.getByText(/stops it: body.type is "order.paid"/).waitFor();
    await rules().fill('[{"type":"filter","body":{"type":{"$startsWith":"order."}}}]');
    await page.getByRole("button", { name: "Test the draft" }).click();
    await page.getByRole("heading", { name: "Would be delivered" }).waitFor();
  });

  it("of rules simulate a draft on the requests that came", async () => {
    const { page } = tab;
    await rules().fill('[{"type":"filter","body":{"type":"order.created"}}]');
    await page.getByRole("tab", { name: "Simulate" }).click();
    await page.getByRole("button", { name: "Simulate the draft" }).click();
    await page.getByText(/Of 1 request the draft would leave 1 ignored/).waitFor();
    await page.locator(".tally .wait", { hasText: "newly ignored1" }).waitFor();
    const sample = page.locator(".samples summary");
    for (const told of [/newly ignored/, /POST \//, /21 B/, /req_…/, /body\.type was "order.paid"/]) {
      await sample.getByText(told).first().waitFor();
    }
  });

  it("of rules ask before a draft is lost, whichever way the page is left", async () => {
    const { page, visit } = tab;
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    const draft = '[{"type":"delay","delay":77000}]';
    await visit("/connections");
    await page.locator(".picture .middle").click();
    await rules().fill(draft);
    const own = page.url();
    for (const leave of [
      () => page.getByRole("link", { name: "Events" }).first().click(),
      () => page.evaluate("history.back()"),
      () => page.getByRole("button", { name: "Sign out" }).click(),
    ]) {
      await leave();
      await question.getByRole("button", { name: "Stay" }).click();
      await question.waitFor({ state: "detached" });
      await expect.poll(async () => [page.url(), await rules().inputValue()]).toEqual([own, draft]);
    }
    const asked = page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.accept();
      return dialog.type();
    });
    await page.reload();
    expect(await asked).toBe("beforeunload");
    await rules().fill(draft);
    await page.evaluate("history.back()");
    await question.getByRole("button", { name: "Leave" }).click();
    await page.getByRole("heading", { name: "Connections" }).waitFor();
    await page.goForward();
    await expect.poll(() => rules().inputValue()).toBe("[]");
  });

  it("of many connections find some by name, and by their state", async () => {
    const { page, visit } = tab;
    const more = await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        connect(gateway.api, `${receiver.url}/${n}`, { name: `many ${n}` }),
      ),
    );
    await gateway.api.ok("PUT", `/connections/${more[4]!.id}/pause`);
    await visit("/connections");
    const drawn = page.locator(".picture .middle");
    await drawn.nth(9).waitFor();
    await page.getByRole("button", { name: "paused 1" }).click();
    await drawn.nth(1).waitFor({ state: "detached" });
    await expect.poll(() => drawn.textContent()).toContain("many 4");
    await page.getByRole("searchbox").fill("many 7");
    await page.getByRole("heading", { name: "No connection matches" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Show all of them" }).click();
    await drawn.nth(9).waitFor();
    await Promise.all(more.map(({ id }) => gateway.api.ok("DELETE", `/connections/${id}`)));
    await visit(`/connections/${connection.id}`);
  });

  it("of ends show a secret when asked, rotate it, mask one that was typed and saved, and give a source a new URL", async () => {
    const { page, visit } = tab;
    const { api } = gateway;
    const secret = async () => {
      const path = `/destinations/${connection.destination_id}/signing_secret`;
      return (await api.ok<{ secret: string }>("GET", path)).secret;
    };
    const first = await secret();
    await visit(`/destinations/${connection.destination_id}`);
    await page.getByRole("button", { name: "Reveal" }).click();
    await page.getByText(first).waitFor();
    await page.getByRole("button", { name: "Rotate" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
    await page.getByText("signs too").waitFor();
    await page.getByText(await secret()).waitFor();
    expect(await secret()).not.toBe(first);
    const settings = page.getByLabel("Settings as JSON");
    const auth = { type: "bearer", token: "typed-in-clear" };
    await settings.fill(JSON.stringify({ auth }));
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.").waitFor();
    const shown = async () => JSON.parse(await settings.inputValue()) as unknown;
    await expect.poll(shown).toMatchObject({ auth: { ...auth, token: "********" } });
    const other = await api.ok<Wire["source"]>("POST", "/sources", { name: "to-be-moved" });
    await visit(`/sources/${other.id}`);
    await page.getByText(other.url).waitFor();
    await page.getByRole("button", { name: "New URL" }).click();
    await page.getByRole("button", { name: "Make a new URL" }).click();
    await page.getByText(other.url).waitFor({ state: "detached" });
    await page.getByText((await api.ok<Wire["source"]>("GET", `/sources/${other.id}`)).url).waitFor();
    await api.ok("DELETE", `/sources/${other.id}`);
    await visit(`/connections/${connection.id}`);
  });

  it("of rules save what is right, say it in words, and keep no draft that another has saved", async () => {
    const { page } = tab;
    await rules().fill('[{"type":"deduplicate","window":60000}]');
    await page.getByRole("button", { name: "Save rules" }).click();
    await page.getByText("The rules are saved").waitFor();
    await page.getByText("deduplicate for 1 min").waitFor();
    const saved = await gateway.api.ok<Wire["connection"]>("GET", `/connections/${connection.id}`);
    expect(saved.rules).toEqual([{ type: "deduplicate", window: 60_000 }]);
    await expect.poll(() => rules().inputValue()).toBe(JSON.stringify(saved.rules, null, 2));
    await expect.poll(() => page.getByRole("button", { name: "Save rules" }).isDisabled()).toBe(true);
    await rules().fill('[{"type":"delay","delay":9}]');
    await gateway.api.ok("PATCH", `/connections/${connection.id}`, { rules: [{ type: "delay", delay: 9 }] });
    await page.getByRole("button", { name: "Save rules" }).click();
    await page.getByRole("button", { name: "Discard" }).waitFor({ state: "detached" });
  });

  it("of rules begin with what is saved now, also where the page has seen what was saved before", async () => {
    const { page } = tab;
    await page.getByRole("link", { name: "Connections" }).first().click();
    const body = { rules: [{ type: "deduplicate", window: 61_000 }] };
    await gateway.api.ok("PATCH", `/connections/${connection.id}`, body);
    await page.locator(".picture .middle").click();
    expect(JSON.parse(await rules().inputValue())).toEqual(body.rules);
  });

  it("of code run it on a request, and show its log and its changes", async () => {
    const { page } = tab;
    await tab.visit("/transformations");
    await page.getByRole("link", { name: "New transformation" }).click();
    await page.getByLabel("Name").fill("stamp");
    await page.getByRole("button", { name: "Create" }).click();
    const code = page.getByRole("textbox", { name: "Code" });
    await code.fill(
      'addHandler("transform", (request) => {\n  console.log("paid", request.body.type);\n  request.body.seen = true;\n  return request;\n});',
    );
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".diff-line.more", { hasText: '"seen": true' }).waitFor();
    await page.getByRole("tab", { name: "Logs" }).click();
    await page.getByText("paid order.paid").waitFor();
    await page.keyboard.press("Control+s");
  });

  it("of code tell where it does not compile, and save what does as a new version", async () => {
    const { page } = tab;
    const code = page.getByRole("textbox", { name: "Code" });
    await code.fill('addHandler("transform", (request) => {\n  return request +;\n});');
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText("does not compile").waitFor();
    await expect.poll(() => page.locator(".editor-gutter .faulty").allTextContents()).toEqual(["2"]);
    await expectRefusals(tab, 422);
    await code.fill('addHandler("transform", (request) => request);');
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 3").waitFor();
  });

  it("of variables keep a secret unread, and give all of them to the code", async () => {
    const { page } = tab;
    await page.getByRole("tab", { name: "Variables" }).click();
    for (const [name, value] of [
      ["REGION", "eu"],
      ["TOKEN", "hush"],
    ] as const) {
      await page.getByRole("button", { name: "Add a variable" }).click();
      await page.getByLabel("Name of the variable").last().fill(name);
      await page.getByLabel(`Value of ${name}`).fill(value);
    }
    await page.getByLabel("secret").last().check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 4").waitFor();
    await page.getByPlaceholder("kept as it is").waitFor();
    const { models } = await gateway.api.ok<List<Wire["transformation"]>>("GET", "/transformations");
    expect(models[0]!.env).toEqual({ REGION: "eu", TOKEN: { value: "********", secret: true } });
    await page.getByRole("tab", { name: "Code", exact: true }).click();
    await page
      .getByRole("textbox", { name: "Code" })
      .fill('addHandler("transform", (request, { env }) => ({ ...request, body: env }));');
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".diff-line.more", { hasText: '"REGION": "eu"' }).waitFor();
    await page.locator(".diff-line.more", { hasText: '"TOKEN": "********"' }).waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 5").waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".diff-line.more", { hasText: '"TOKEN":' }).waitFor();
  });

  it("of code show what an earlier version was, and put it back to be saved", async () => {
    const { page } = tab;
    await page.getByRole("tab", { name: "Versions" }).click();
    await page.locator("summary", { hasText: "Version 1" }).click();
    await page.locator(".diff-line.less", { hasText: "body: env" }).last().waitFor();
    const putBack = page.getByRole("button", { name: "Put version 1 into the editor" });
    const code = page.getByRole("textbox", { name: "Code" });
    await code.fill("// not saved");
    await putBack.click();
    await page.getByRole("dialog", { name: "Replace what is in the editor?" }).getByText("Not now").click();
    await expect.poll(() => code.inputValue()).toBe("// not saved");
    await putBack.click();
    await page.getByRole("button", { name: "Replace" }).click();
    await expect.poll(() => code.inputValue()).toContain('console.log("from"');
    await page.getByRole("link", { name: "Events" }).first().click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).getByText("Stay").click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 6").waitFor();
  });

  it("of transformations rename and delete them, after a question", async () => {
    const { page } = tab;
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("Name", { exact: true }).fill("stamped");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "stamped" }).waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { name: "No transformation yet" }).waitFor();
  });
});
