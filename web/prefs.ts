// What this device may remember: language, light or dark, single keys on or off. Nothing else is ever written here, and
// no other file may touch the device’s stores (tests/house).
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // stores switched off: the person chooses anew each time
  }
};

const write = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // as above
  }
};

export const preferredLanguage = (): string | null => read("language");
export const rememberLanguage = (language: string): void => write("language", language);

const stored = read("theme");
export const theme = signal<Theme>(stored === "light" || stored === "dark" ? stored : "system");
export function setTheme(value: Theme): void {
  theme.value = value;
  write("theme", value);
}

/** Single-key shortcuts: off unless switched on (WCAG 2.1.4). */
export const keys = signal(read("keys") === "on");
export function setKeys(on: boolean): void {
  keys.value = on;
  write("keys", on ? "on" : "off");
}
