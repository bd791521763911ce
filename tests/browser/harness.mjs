// A real browser for the tests: Chromium by playwright-core, a context for each person, and what every screen is held
// to: axe without a finding, no sideways scroll, no refusal of the content security policy. Pictures go to
// build/screens/. It knows no server: the address is given.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
const require = createRequire(join(root, "web/package.json"));
const { chromium } = require("playwright-core");
const axe_source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const chromium_path = process.env.KULLA_CHROMIUM ?? "/usr/bin/chromium";

const patience_ms = 8000;

export const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 900 } };

/** One browser for a test file; close it at the end. */
export const openBrowser = () =>
  chromium.launch({ executablePath: chromium_path, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/**
 * A person at a device of her own. `faults` collects what the console and the page complained of: a refused script or
 * style among it; a test ends with `assert.deepEqual(person.faults, [])`.
 */
export async function openPerson(browser, { base, size = sizes.phone, dark = false, language, theme } = {}) {
  const context = await browser.newContext({
    viewport: size,
    baseURL: base,
    colorScheme: dark ? "dark" : "light",
    locale: language === "sq" ? "sq-XK" : "en-GB",
    timezoneId: "America/New_York", // a device elsewhere: the screens tell the house's time all the same
    reducedMotion: "reduce",
    hasTouch: size.width < 641,
  });
  if (language || theme)
    await context.addInitScript(
      ([key, value, look]) => {
        if (value) localStorage.setItem(key, value);
        if (look) localStorage.setItem("theme", look);
      },
      ["language", language, theme],
    );
  const page = await context.newPage();
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  page.on("console", (message) => {
    // A refusal by the server (401, 422) is told by the page; Chromium also writes it to the console.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  return { context, page, faults, close: () => context.close() };
}

/** What axe finds by WCAG 2.2 A and AA and best practice, as lines to read. */
export async function axeFindings(page) {
  // axe reads and measures; it needs no right that the policy denies, but its text must come past `script-src`.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe_source });
  const { result } = await client.send("Runtime.evaluate", {
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then((found) => found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ") + " " +
        (node.any[0]?.message ?? node.all[0]?.message ?? "")).join(" | ")))`,
  });
  await client.detach();
  return result.value;
}

/** By how many pixels the page is wider than its window: 0 is right. */
export const sidewaysScroll = (page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

/** Targets under `least` pixels that a thumb would have to hit; links within a sentence are exempt (WCAG 2.5.8). */
export const smallTargets = (page, least = 44) =>
  page.evaluate((minimum) => {
    const seen = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")];
    return seen
      .map((element) => {
        const choice = element.matches("[type=radio], [type=checkbox]");
        const target = choice ? (document.querySelector(`label[for="${CSS.escape(element.id)}"]`) ?? element) : element;
        return { element, box: target.getBoundingClientRect() };
      })
      .filter(({ element, box }) => box.width > 1 && box.height > 1 && !element.closest("dd, p:not([class])"))
      .filter(({ element }) => !element.classList.contains("govuk-skip-link"))
      .filter(({ box }) => box.height < minimum - 0.5 || box.width < minimum - 0.5)
      .map(
        ({ element, box }) =>
          `${element.outerHTML.slice(0, 80)} is ${Math.round(box.width)} x ${Math.round(box.height)}`,
      );
  }, least);

/** A picture of the screen as a person sees it, whole length or one window. */
export async function picture(page, name, { whole = true } = {}) {
  const path = join(root, "build/screens", `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  const window_size = page.viewportSize();
  if (whole) {
    // A window as long as the page, so that what is fixed to its lower edge stands there.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: window_size.width, height: Math.max(height, window_size.height) });
  }
  await page.screenshot({ path });
  if (whole) await page.setViewportSize(window_size);
  return path;
}
