// The entry: words and screens come side by side, then the page is drawn once, in the reader's language.
import { preferredLanguage } from "./prefs.ts";
import { isLanguage, useLanguage } from "./words/load.ts";

const root = document.documentElement;
const wished = [preferredLanguage(), root.dataset.language, root.lang].find(isLanguage) ?? "en";

void Promise.all([useLanguage(wished), import("./app.tsx")]).then(([, app]) => app.run());
