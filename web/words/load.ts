// Brings a language's catalogue: a file of its own, so that nobody loads words she does not read.
import { rememberLanguage } from "../prefs.ts";
import { type Catalogue, install, type Language } from "./words.ts";

const catalogues: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import("#catalogue/en"),
  sq: () => import("#catalogue/sq"),
  qps: () => import("#catalogue/qps"),
};

export const languages: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "sq", name: "Shqip" },
];

export const isLanguage = (code: string | null | undefined): code is Language =>
  code === "en" || code === "sq" || code === "qps";

export async function useLanguage(code: Language): Promise<void> {
  const { default: words } = await catalogues[code]();
  install(code, words);
  document.documentElement.lang = code === "qps" ? "en" : code;
}

export async function chooseLanguage(code: Language): Promise<void> {
  await useLanguage(code);
  rememberLanguage(code);
}
