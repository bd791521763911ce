// The pages alone in a real browser, against invented answers: what every screen owes to everybody, and what must hold
// when the signal, the session or a hand fails. The whole road is walked against the real server elsewhere.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startFakeApi } from "./fake-api.mjs";
import * as data from "./fake-data.mjs";
import { axeFindings, openBrowser, openPerson, sidewaysScroll, sizes, smallTargets } from "./harness.mjs";
import { fillReport, screens, signIn } from "./screens.mjs";

const web = new URL("../../web/", import.meta.url).pathname;
const dist = join(web, ".made/dist");
let browser;

before(async () => {
  const built = spawnSync(process.execPath, ["build.mjs", "--pseudo", "--out", dist], { cwd: web, encoding: "utf8" });
  assert.equal(built.status, 0, built.stdout + built.stderr);
  browser = await openBrowser();
});
after(() => browser?.close());

/** A person and her server; both gone, and nothing complained of, when the story is told. */
async function tell(options, story) {
  const fake = await startFakeApi({ dist });
  const person = await openPerson(browser, { base: fake.base, ...options });
  try {
    await story(person, fake);
    assert.deepEqual(person.faults, [], "the console complains of nothing");
  } finally {
    await person.close();
    await fake.close();
  }
}

const narrow = { width: 320, height: 640 };

for (const [name, go] of Object.entries(screens)) {
  test(`${name}_is_clean_by_axe_in_both_sizes_and_both_themes`, async () => {
    for (const size of [sizes.phone, sizes.desktop])
      for (const dark of [false, true])
        await tell({ size, dark }, async (person, fake) => {
          await go(person, fake);
          await person.page.waitForTimeout(100);
          assert.deepEqual(await axeFindings(person.page), [], `${size.width} ${dark ? "dark" : "light"}`);
        });
  });

  test(`${name}_never_scrolls_sideways_nor_asks_for_a_small_thumb`, async () => {
    for (const [size, language] of [
      [narrow, "en"],
      [narrow, "sq"],
      [sizes.phone, "qps"],
      [sizes.desktop, "qps"],
    ])
      await tell({ size, language }, async (person, fake) => {
        await go(person, fake);
        await person.page.waitForTimeout(100);
        assert.equal(await sidewaysScroll(person.page), 0, `${size.width} ${language}`);
        if (size.width < 641) assert.deepEqual(await smallTargets(person.page), [], `${size.width} ${language}`);
      });
  });
}

test("the_duty_line_and_the_training_bar_stand_without_any_script", async () => {
  const fake = await startFakeApi({ dist });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: sizes.phone });
  const page = await context.newPage();
  await page.goto(`${fake.base}/report`);
  assert.equal(await page.getAttribute(".k-duty", "href"), "tel:038000111");
  assert.match(await page.innerText(".k-training"), /Training: no real people/);
  assert.match(await page.innerText("main"), /JavaScript/);
  await context.close();
  await fake.close();
});

test("a_report_takes_eight_taps_and_no_typing", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    let taps = 0;
    const tap = async (selector) => {
      await page.locator(selector).click();
      taps++;
    };
    await tap('.k-bar a[href="/report"]');
    await tap(".k-choice:has(input[name=danger][value=no]) label");
    await page.selectOption("#municipality", "suhareka"); // opening the list and choosing in it
    taps += 2;
    await tap('label[for="women-1"]');
    for (const sign of ["cannot-leave", "fear"]) await tap(`.k-choice:has(input[value=${sign}]) label`);
    assert.equal(await page.innerText(".k-send__what"), "1 woman · 2 signs · Suhareka");
    await tap("button[type=submit]");
    await page.waitForSelector(".k-answer");
    assert.equal(taps, 8);
    assert.match(await page.innerText("h1"), /7Q4-KXMV/);
    const sent = fake.state.asked.filter(({ path }) => path === "/reports");
    assert.equal(sent.length, 1);
    assert.match(sent[0].key, /^[0-9a-f-]{36}$/);
    const told = {
      region: "prizren",
      municipality: "suhareka",
      danger: "no",
      women: 1,
      signs: ["cannot-leave", "fear"],
    };
    assert.deepEqual(sent[0].body, told);
  }));

test("a_report_can_be_made_with_the_keyboard_alone", () =>
  tell({ size: sizes.desktop }, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    const focusOn = async (selector) => {
      for (let step = 0; step < 60; step++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`the tab key never reaches ${selector}`);
    };
    await focusOn('.k-nav a[href="/report"]');
    await page.keyboard.press("Enter");
    await page.waitForSelector("#danger");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "title", "the heading has the focus");
    await focusOn("#danger");
    await page.keyboard.press("Space");
    await focusOn("#women");
    await page.keyboard.press("ArrowRight");
    await focusOn("#signs");
    await page.keyboard.press("Space");
    await focusOn("button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".k-answer");
    const body = fake.state.asked.find(({ path }) => path === "/reports").body;
    assert.deepEqual(body, { region: "prizren", danger: "no", women: 1, signs: ["papers-held"] });
  }));

test("a_report_without_anybody_is_not_sent_and_the_summary_leads_to_the_count", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await page.goto("/report");
    await page.click("button[type=submit]");
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("k-errors")));
    await page.click(".k-errors a");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "women");
    assert.equal(fake.state.asked.filter(({ path }) => path === "/reports").length, 0);
  }));

test("a_send_without_signal_keeps_everything_says_what_to_do_and_is_the_same_deed_again", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await fillReport(person);
    await page.fill("#note", "blue door");
    fake.cut();
    await page.click("button[type=submit]");
    await page.waitForSelector(".k-errors");
    assert.match(await page.innerText(".k-errors"), /No signal\. The report is not sent\.[\s\S]*Nothing is lost/);
    assert.equal(await page.inputValue("#note"), "blue door");
    await page.waitForSelector('a[href="tel:038000111"].k-button');
    fake.state.down = false;
    await page.click("button[type=submit]");
    await page.waitForSelector(".k-answer");
    person.faults.length = 0; // the broken connections were ours
  }));

test("a_locked_session_covers_the_form_and_the_password_sends_it_as_it_was", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await fillReport(person);
    await page.fill("#note", "blue door");
    fake.state.locked = true;
    await page.click("button[type=submit]");
    await page.waitForSelector(".k-cover");
    assert.equal(await page.locator("form.k-report__form, .k-head").count(), 0, "the page beneath is out of the tree");
    assert.doesNotMatch(await page.content(), /blue door|Suhareka/);
    assert.match(await page.innerText(".k-cover__kept"), /Kept as you left it: Report a suspected case/);
    await page.fill("#password", "wrong");
    await page.click("button[type=submit]");
    await page.waitForSelector(".k-field-error");
    await page.fill("#password", "right");
    await page.click("button[type=submit]");
    await page.waitForSelector(".k-answer");
    const sent = fake.state.asked.filter(({ path }) => path === "/reports");
    assert.equal(new Set(sent.map(({ key }) => key)).size, 1, "the same deed");
    assert.equal(sent.at(-1).body.note, "blue door");
  }));

test("nobody_touching_the_screen_covers_it_and_notices_still_come", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    data.people["rina.gjoka"].idle_after_seconds = 1;
    try {
      await signIn(person, "rina.gjoka");
      await page.waitForSelector(".k-cover");
      fake.push("notice", { reference: "7Q4-KXMV", notice: "n7", kind: "sent" });
      await page.waitForSelector(".k-cover__due");
      assert.match(await page.innerText(".k-cover__due"), /Action due[\s\S]*7Q4-KXMV/);
      assert.doesNotMatch(await page.innerText("main"), /Danger|woman/);
    } finally {
      data.people["rina.gjoka"].idle_after_seconds = 900;
    }
  }));

test("a_notice_arrives_without_reload_moves_nothing_takes_no_focus_and_one_tap_answers_it", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "rina.gjoka");
    await page.focus(".k-row__link");
    const at = () => page.locator(".k-row__link").first().boundingBox();
    const before_it = await at();
    fake.state.news = [data.news()];
    fake.push("notice", { reference: "7Q4-KXMV", notice: "n7", kind: "sent" });
    await page.waitForSelector(".k-arriving");
    assert.ok(await page.evaluate(() => document.activeElement?.matches(".k-row__link")), "the focus stays");
    assert.deepEqual(await at(), before_it);
    await page.locator(".k-arriving button").click();
    await page.waitForSelector(".k-arriving[data-awake=true]");
    assert.equal(fake.state.asked.filter(({ path }) => path.endsWith("/acknowledgement")).length, 0, "a tap in flight");
    assert.equal(fake.state.asked.filter(({ path }) => path.endsWith("/delivery")).length, 1, "the receipt");
    await page.locator(".k-arriving button").click();
    await page.waitForSelector(".k-arriving", { state: "detached" });
    assert.equal(fake.state.asked.filter(({ path }) => path.endsWith("/acknowledgement")).length, 1);
  }));

test("a_notice_can_be_answered_with_the_keyboard_alone", () =>
  tell({ size: sizes.desktop }, async (person, fake) => {
    const { page } = person;
    fake.state.news = [data.news()];
    await signIn(person, "rina.gjoka");
    await page.waitForSelector(".k-arriving[data-awake=true]");
    for (let step = 0; step < 40; step++) {
      if (await page.evaluate(() => document.activeElement?.matches(".k-arriving button"))) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(".k-arriving", { state: "detached" });
  }));

test("the_line_says_honestly_when_the_signal_goes_and_when_it_is_back", () =>
  tell({}, async (person, fake) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await page.waitForSelector(".k-live:not(.k-live--lost)");
    assert.match(await page.innerText(".k-live"), /^Live, 03:0\d$/);
    fake.cut();
    await page.waitForSelector(".k-live--lost");
    assert.match(await page.innerText(".k-live"), /^Last heard 03:0\d\. No signal\.$/);
    fake.state.down = false;
    await page.waitForSelector(".k-live:not(.k-live--lost)");
    person.faults.length = 0; // the broken connections were ours
  }));

test("single_keys_do_nothing_until_they_are_switched_on", () =>
  tell({ size: sizes.desktop }, async (person) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await page.keyboard.press("n");
    assert.match(page.url(), /\/work$/);
    await page.goto("/more");
    await page.locator('label[for="keys"]').click();
    await page.goto("/work");
    await page.waitForSelector(".k-rows");
    await page.keyboard.press("j");
    assert.match(await page.locator(".is-chosen").innerText(), /Interview with the person/);
    await page.keyboard.press("n");
    await page.waitForSelector("#danger");
  }));

test("the_device_remembers_the_language_and_nothing_of_a_case", () =>
  tell({}, async (person) => {
    const { page } = person;
    await signIn(person, "arben.dushku");
    await fillReport(person);
    await page.fill("#note", "blue door");
    await page.goto("/more");
    await page.click('.k-page button[lang="sq"]');
    await page.waitForSelector('html[lang="sq"]');
    assert.equal(await page.innerText("h1"), "Më shumë");
    const kept = await page.evaluate(async () => ({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
    }));
    assert.deepEqual(kept, { local: [["language", "sq"]], session: [], cookies: "", databases: 0 });
  }));

test("the_back_button_and_a_middle_click_work_as_everywhere", () =>
  tell({ size: sizes.desktop }, async (person) => {
    const { page, context } = person;
    await signIn(person, "arben.dushku");
    await page.click(".k-row__link");
    await page.waitForSelector(".k-case");
    assert.equal(await page.title(), "M3T-9HAM · Kulla");
    await page.goBack();
    await page.waitForSelector(".k-rows");
    const [opened] = await Promise.all([
      context.waitForEvent("page"),
      page.locator(".k-row__link").first().click({ button: "middle" }),
    ]);
    await opened.waitForSelector(".k-case");
  }));
