// The words on the screen. One catalogue is installed before the first paint; keys are flat, and a key that the
// catalogue lacks stops the build (check-messages.mjs), so at run time only the server's newer codes can be unknown.
import { signal } from "@preact/signals";
import { fill, type Part, parse, type Values } from "./message.js";

export type Language = "en" | "sq" | "qps";
export type Catalogue = Record<string, string>;

/** The locale of each language: plain `sq` would write 2:05 m.d. The pseudo-language counts like English. */
const locales: Record<Language, string> = { en: "en-GB", sq: "sq-XK", qps: "en-GB" };

export const language = signal<Language>("en");
const catalogue = signal<Catalogue>({});
let parsed = new Map<string, Part[]>();
let plurals = new Intl.PluralRules(locales.en);

export function install(name: Language, words: Catalogue): void {
  parsed = new Map();
  plurals = new Intl.PluralRules(locales[name]);
  catalogue.value = words;
  language.value = name;
}

/** The sentence of a key, its places filled. */
export function t(key: string, values: Values = {}): string {
  const words = catalogue.value[key];
  if (words === undefined) return key;
  let message = parsed.get(key);
  if (!message) {
    message = parse(words);
    parsed.set(key, message);
  }
  return fill(message, values, plurals);
}

/** The word for a code that came from the server: `word("region.", "prizren")`. A code newer than this page stands
 * as it is, which tells more than a gap. */
export function word(family: `${string}.`, code: string, values: Values = {}): string {
  const key = family + code;
  return catalogue.value[key] === undefined ? code : t(key, values);
}

export const knows = (key: string): boolean => catalogue.value[key] !== undefined;
