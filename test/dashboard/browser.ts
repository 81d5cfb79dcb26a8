import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import type { TestGateway } from "../support/gateway.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser that FASTHOOK_CHROMIUM names, or the first on the PATH; null where there is none. */
function findBrowser(): string | null {
  const { FASTHOOK_CHROMIUM, PATH = "" } = process.env;
  if (FASTHOOK_CHROMIUM) return FASTHOOK_CHROMIUM;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The program of the browser that the page is tested in, or null. */
export const browserPath = findBrowser();
if (!browserPath) {
  process.stderr.write(
    "the dashboard is not tested: no chromium on the PATH (FASTHOOK_CHROMIUM can name one)\n",
  );
}

/** Milliseconds for each thing that a test waits for on the page. */
const WITHIN = 15_000;

/** What the browser says of a 503, with which `/readyz` answers on a machine too busy to ask MongoDB in time. */
const BUSY = "the server responded with a status of 503";

/** A tab of a real browser. */
export interface Tab extends AsyncDisposable {
  page: Page;
  /** Errors in the console, violations of the content security policy among them, and what was thrown. */
  complaints: string[];
  /** Opens an address of the page with a session begun. */
  visit: (path: string) => Promise<void>;
}

/** Opens a browser with one tab; disposing it closes both. */
export async function openTab(gateway: TestGateway, { phone = false } = {}): Promise<Tab> {
  const browser = await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox"] });
  const viewport = phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, hasTouch: phone, isMobile: phone });
  const page = await context.newPage();
  page.setDefaultTimeout(WITHIN);
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.includes(BUSY)) complaints.push(`${page.url()}: ${text}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  const { id: teamId, apiKey } = gateway.settings.team;
  const session = JSON.stringify({ apiKey, teamId, teamName: "tested" });
  return {
    page,
    complaints,
    async visit(path) {
      const begin = `sessionStorage.setItem("fasthook-session", ${JSON.stringify(session)})`;
      if (!page.url().startsWith(gateway.url)) {
        await page.goto(`${gateway.url}/healthz`);
        await page.evaluate(begin);
      }
      await page.goto(gateway.url + path);
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Expects that the browser has reported answers of that status, as it does by itself, and nothing else. */
export async function expectRefusals({ complaints }: Tab, status: number): Promise<void> {
  const report = expect.stringContaining(`status of ${status}`) as string;
  await expect.poll(() => complaints).toContainEqual(report);
  const told = complaints.splice(0);
  expect(told).toEqual(told.map(() => report));
}
