import { createCell, useCell } from "./cell.ts";

/** How the page looks, which clock it shows, and how settings are edited; kept in this browser. */
export interface Preferences {
  theme: "system" | "light" | "dark";
  clock: "local" | "utc";
  editor: "form" | "json";
}

const KEPT_AS = "fasthook-preferences";
const DEFAULTS: Preferences = { theme: "system", clock: "local", editor: "form" };

function kept(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}") as Partial<Preferences>) };
  } catch {
    return DEFAULTS;
  }
}

const preferences = createCell(kept());

/** The preferences, for what is drawn. */
export const usePreferences = (): Preferences => useCell(preferences);

/** Changes some of them, and applies the theme. */
export function prefer(changes: Partial<Preferences>): void {
  preferences.set({ ...preferences.get(), ...changes });
  localStorage.setItem(KEPT_AS, JSON.stringify(preferences.get()));
  applyTheme();
}

/** Tells the style sheet which theme was chosen; with none chosen, the system's counts. */
export function applyTheme(): void {
  const { theme } = preferences.get();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Whether the page is dark at present. */
export function isDark(): boolean {
  const { theme } = preferences.get();
  return theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}
