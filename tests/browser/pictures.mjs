// Pictures of every screen, for looking at: both sizes, light and dark, both languages and the pseudo-language.
//   node tests/browser/pictures.mjs [name]     writes build/screens/*.png
import { startFakeApi } from "./fake-api.mjs";
import { openBrowser, openPerson, picture, sizes } from "./harness.mjs";
import { screens } from "./screens.mjs";

const wanted = process.argv[2] ?? "";

const browser = await openBrowser();
for (const [name, go] of Object.entries(screens)) {
  if (!name.includes(wanted)) continue;
  for (const [size, dark, language] of [
    ["phone", false, "en"],
    ["phone", true, "en"],
    ["phone", false, "sq"],
    ["phone", false, "qps"],
    ["desktop", false, "en"],
    ["desktop", true, "en"],
    ["desktop", false, "sq"],
  ]) {
    const fake = await startFakeApi(process.env.KULLA_DIST ? { dist: process.env.KULLA_DIST } : {});
    const person = await openPerson(browser, { base: fake.base, size: sizes[size], dark, language });
    try {
      await go(person, fake);
      await person.page.waitForTimeout(100);
      const marks = [size, dark ? "dark" : "", language === "en" ? "" : language].filter(Boolean).join("-");
      await picture(person.page, `${name}-${marks}`, { whole: !name.includes("danger") && !name.startsWith("05-arr") });
    } catch (error) {
      process.stdout.write(`${name} ${size} ${language}: ${error.message.split("\n")[0]}\n`);
    }
    for (const fault of person.faults) process.stdout.write(`${name} ${size}: ${fault}\n`);
    await person.close();
    await fake.close();
  }
}
await browser.close();
