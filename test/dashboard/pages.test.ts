import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, settledEvent, submit } from "../gateway/scene.ts";
import type { Wire } from "../support/api.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { browserPath, expectRefusals, openTab, type Tab } from "./browser.ts";

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
  ["API keys", () => "/keys", "API keys"],
  ["the audit log", () => "/audit", "Audit log"],
  ["the first visit", () => "/start", "The first request"],
];

/** A key that may only read. */
async function readerOf({ api }: TestGateway, name: string) {
  const { key } = await api.ok<{ key: string }>("POST", "/api_keys", { name, scopes: ["read"] });
  return { apiKey: key };
}

const beginAs = (session: { apiKey: string; teamId: string }) =>
  `sessionStorage.setItem("fasthook-session", ${JSON.stringify(JSON.stringify({ ...session, teamName: "" }))})`;

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
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
      expect(complaints.splice(0)).toEqual([]);
    }
  });

  it("the API reference is read at any width: names in one line, and nothing beside the screen", async () => {
    for (const { page } of [desk, phone]) {
      await page.goto(`${gateway.url}/docs`);
      await page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))");
      const names = "[...document.querySelectorAll('td:first-child code')]";
      const broken = () => page.evaluate(`${names}.filter((it) => it.getClientRects().length > 2).length`);
      await expect.poll(broken).toBe(0);
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    }
  });

  it("a record that does not exist says so; what is no page is a 404", async () => {
    await desk.visit("/events/evt_nosuch");
    await desk.page.getByRole("alert").getByText("There is no event evt_nosuch").waitFor();
    expect((await fetch(`${gateway.url}/nosuch`)).status).toBe(404);
    await desk.visit("/nosuch");
    await desk.page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await expectRefusals(desk, 404);
  });

  it("API keys makes a key, shows it once, and revokes it after a question", async () => {
    const { page, visit, complaints } = desk;
    await visit("/keys");
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByLabel("Name").fill("grafana");
    await page.getByRole("radio", { name: /^read/ }).check();
    await page.getByLabel("It ends").selectOption("30");
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = await page.locator(".made pre").textContent();
    const authorization = `Bearer ${key}`;
    const status = async () => (await fetch(`${gateway.url}/v1/team`, { headers: { authorization } })).status;
    expect(await status()).toBe(200);
    await page.getByRole("link", { name: "Events" }).first().click();
    await page.getByRole("dialog").getByText("The key grafana is shown this once alone").waitFor();
    await page.getByRole("button", { name: "Stay" }).click();
    await page.getByRole("button", { name: "I have it" }).click();
    const row = page.locator(".keys-row", { hasText: "grafana" });
    await expect.poll(() => row.textContent()).toMatch(/read.*ends in (29|30) d/);
    expect(await page.content()).not.toContain(key);
    await row.getByRole("button", { name: "Revoke grafana" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await row.waitFor({ state: "detached" });
    expect(await status()).toBe(401);
    expect(complaints.splice(0)).toEqual([]);
  });

  it("the audit log tells who changed what, narrowed as the address says", async () => {
    const { page, visit } = desk;
    await gateway.api.ok("PUT", `/connections/${made.connection.id}/pause`);
    await visit("/audit");
    await page.getByText("api_key.revoke").waitFor();
    await page.getByLabel("Resource").selectOption("connection");
    await page.getByText("api_key.revoke").waitFor({ state: "detached" });
    await expect.poll(() => new URL(page.url()).search).toBe("?resource_type=connection");
    await page.locator("summary", { hasText: "connection.pause" }).click();
    await page.locator(".diff-line.less", { hasText: '"paused_at": null' }).waitFor();
    await page.getByRole("link", { name: made.connection.id }).waitFor();
  });

  it.each([
    ["API keys", "/keys"],
    ["the audit log", "/audit"],
  ])("%s says plainly which key may see it", async (what, path) => {
    const { page, visit } = desk;
    const { apiKey } = await readerOf(gateway, what);
    await visit("/events");
    await page.evaluate(beginAs({ apiKey, teamId: gateway.settings.team.id! }));
    await page.goto(gateway.url + path);
    await page.getByRole("heading", { name: `Your key may not see ${what}` }).waitFor();
    await page.evaluate(
      beginAs({ apiKey: gateway.settings.team.apiKey!, teamId: gateway.settings.team.id! }),
    );
    await expectRefusals(desk, 403);
  });

  it("a connection, for a key that may only read, offers no write, and says which scope it takes", async () => {
    const { page, visit, complaints } = desk;
    const { apiKey } = await readerOf(gateway, "an onlooker");
    await visit("/events");
    await page.evaluate(beginAs({ apiKey, teamId: gateway.settings.team.id! }));
    await page.goto(`${gateway.url}/connections/${made.connection.id}`);
    await page.locator(".team", { hasText: "an onlooker read" }).waitFor();
    for (const name of ["Delete", "Disable", "Test the draft"]) {
      const button = page.getByRole("button", { name, exact: true, disabled: true });
      await expect.poll(() => button.getAttribute("title")).toMatch(/scope write; an onlooker has read/);
    }
    await page.getByRole("note").getByText("scope write").waitFor();
    await page.goto(`${gateway.url}/connections`);
    const way = page.locator("[aria-disabled]", { hasText: "New connection" });
    await expect.poll(() => way.getAttribute("title")).toMatch(/scope write; an onlooker has read/);
    await expect.poll(() => way.getAttribute("href")).toBeNull();
    await page.evaluate(
      beginAs({ apiKey: gateway.settings.team.apiKey!, teamId: gateway.settings.team.id! }),
    );
    await page.goto(`${gateway.url}/connections/${made.connection.id}`);
    await page.getByRole("button", { name: "Disable", exact: true, disabled: false }).waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("a connection edits its rules in a form, and shows the same draft as JSON, finished or not", async () => {
    const { page, visit } = desk;
    const path = `/connections/${made.connection.id}`;
    const as = (view: string) => page.getByRole("button", { name: view, exact: true }).click();
    const retries = page.locator(".form-field", { hasText: "Retries" });
    await visit(path);
    for (const type of ["filter", "retry"]) await page.getByRole("button", { name: `+ ${type}` }).click();
    await page.getByLabel("Strategy").selectOption("linear");
    await page.getByLabel("Interval", { exact: true }).fill("90");
    await page.getByLabel("Unit of Interval").selectOption("seconds");
    await retries.getByRole("textbox").fill("many");
    await page.getByLabel("Body", { exact: true }).fill('{ "paid": ');
    await expect.poll(() => page.getByRole("button", { name: "Save rules" }).isDisabled()).toBe(true);
    await as("JSON");
    await expect
      .poll(() => page.getByLabel("Rules as JSON").inputValue())
      .toMatch(/"body": \{ "paid": \n[^]*"count": "many"/);
    await as("Form");
    await page.getByLabel("Body", { exact: true }).fill('{ "paid": true }');
    await page.getByRole("button", { name: "Move retry up" }).click();
    await page.getByRole("button", { name: "Save rules" }).click();
    await retries.locator(".fault").getByText("must be a number").waitFor();
    await retries.getByRole("textbox").fill("7");
    await page.keyboard.press("Control+s");
    await page.getByText("The rules are saved").waitFor();
    const { rules } = await gateway.api.ok<Wire["connection"]>("GET", path);
    const retry = { type: "retry", strategy: "linear", interval: 90_000, count: 7 };
    expect(rules.slice(1)).toEqual([retry, { type: "filter", body: { paid: true } }]);
    await expectRefusals(desk, 422);
    await page.getByLabel("Unit of Interval").selectOption("hours");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => page.getByLabel("Interval", { exact: true }).inputValue()).toBe("90");
  });

  it("a source asks for what its provider wants, and keeps a secret that is saved", async () => {
    const { page, visit } = desk;
    const path = `/sources/${made.connection.source_id}`;
    await visit(path);
    await page.getByLabel("Kind").selectOption("Basic auth");
    await expect.poll(() => page.getByLabel("Username").count()).toBe(1);
    await page.getByLabel("Kind").selectOption("GitHub");
    await expect.poll(() => page.getByLabel("Username").count()).toBe(0);
    await page.getByLabel("Secret", { exact: true }).fill("hush");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByPlaceholder("kept as it is").waitFor();
    for (const typed of ["else", ""]) await page.getByLabel("Secret", { exact: true }).fill(typed);
    await page.getByPlaceholder("kept as it is").waitFor();
    await page.getByLabel("Description").fill("pushes");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Discard" }).waitFor({ state: "detached" });
    const { verification, description } = await gateway.api.ok<Wire["source"]>("GET", path);
    expect([verification, description]).toEqual([{ type: "github", secret: "********" }, "pushes"]);
  });

  it("a source that was changed elsewhere meanwhile says so, and saves neither unasked", async () => {
    const { page, visit } = desk;
    const path = `/sources/${made.connection.source_id}`;
    const saved = async () => (await gateway.api.ok<Wire["source"]>("GET", path)).description;
    await gateway.api.ok("PATCH", path, { verification: { type: "github", secret: "hush" } });
    await visit(path);
    await page.getByLabel("Description").fill("mine");
    await page.getByLabel("Secret", { exact: true }).fill("just typed");
    await gateway.api.ok("PATCH", path, { description: "theirs" });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const notice = page.getByRole("alert").filter({ hasText: "changed elsewhere" });
    await notice.getByRole("button", { name: "Show theirs" }).click();
    await notice.locator(".diff-line.less", { hasText: "theirs" }).waitFor();
    await notice.locator(".diff-line.more", { hasText: "(a new secret)" }).waitFor();
    expect(await notice.textContent()).not.toContain("just typed");
    expect(await saved()).toBe("theirs");
    await notice.getByRole("button", { name: "Save mine anyway" }).click();
    await page.getByRole("button", { name: "Discard" }).waitFor({ state: "detached" });
    await expect.poll(() => notice.count()).toBe(0);
    expect(await saved()).toBe("mine");
  });

  it("a source whose key ends while it is edited has the draft again after the next key", async () => {
    const { page, visit } = desk;
    const path = `/sources/${made.connection.source_id}`;
    await gateway.api.ok("PATCH", path, { description: "what is saved" });
    const { id, key } = await gateway.api.ok<{ id: string; key: string }>("POST", "/api_keys", {
      name: "to be revoked",
      scopes: ["write"],
    });
    await visit("/events");
    await page.evaluate(beginAs({ apiKey: key, teamId: gateway.settings.team.id! }));
    await visit(`/connections/${made.connection.id}`);
    await page.locator(`a[href="${path}"]`).click();
    await page.getByLabel("Description").fill("not yet saved");
    await gateway.api.ok("DELETE", `/api_keys/${id}`);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("What you have not saved is kept").waitFor();
    await page.evaluate("history.back()");
    await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
    await page.getByLabel("API key").fill(gateway.settings.team.apiKey!);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: LONG }).waitFor();
    await expect.poll(() => page.getByLabel("Description").inputValue()).toBe("not yet saved");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => page.getByLabel("Description").inputValue()).toBe("what is saved");
    await expectRefusals(desk, 401);
  });

  it("anything leads to the API reference and to Temporal, from a phone too", async () => {
    for (const { page, visit } of [desk, phone]) {
      await visit("/events");
      const more = page.getByRole("button", { name: "More", exact: true });
      if (await more.isVisible()) await more.click();
      const temporal = page.getByRole("link", { name: "Temporal" }).last();
      await temporal.waitFor();
      await expect.poll(() => temporal.getAttribute("href")).toBe(gateway.settings.temporal.uiUrl);
      const reference = await page.getByRole("link", { name: "API reference" }).last().getAttribute("href");
      expect((await fetch(gateway.url + reference)).status).toBe(200);
    }
  });
});
