// The walking skeleton, in a real browser against the real server: an officer reports at night; the prosecutor's open
// screen changes without reloading; one tap acknowledges; the officer sees it. Never red again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeFindings, openBrowser, openPerson, picture, sidewaysScroll, sizes } from "./harness.mjs";
import { openHouse, signIn } from "./house.mjs";

let house;
let browser;
before(async () => {
  house = await openHouse();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  const code = await house?.stop();
  assert.equal(code, 0, "the server stops cleanly on SIGTERM");
});

const fill = async ({ page }) => {
  await page.goto("/report");
  await page.locator(".k-choice:has(input[name=danger][value=no]) label").click();
  await page.selectOption("#municipality", "suhareke");
  await page.locator('label[for="women-1"]').click();
  for (const sign of ["cannot-leave", "fear"]) await page.locator(`.k-choice:has(input[value=${sign}]) label`).click();
};

for (const [name, size] of Object.entries(sizes)) {
  test(`the_prosecutors_open_screen_changes_and_one_tap_acknowledges_at_${name}_size`, async () => {
    const officer = await openPerson(browser, { base: house.base, size });
    const prosecutor = await openPerson(browser, { base: house.base, size, dark: true });
    await signIn(officer, house.someone("officer", "prizren"));
    await signIn(prosecutor, house.someone("prosecutor", "prizren", "on-call"));

    await fill(officer);
    await picture(officer.page, `first-flow-report-${name}`);
    await officer.page.click("button[type=submit]");
    await officer.page.waitForURL(/\/cases\/[2-9A-Z]{3}-[2-9A-Z]{4}\/told$/);
    const reference = officer.page.url().match(/cases\/([^/]+)\//)[1];
    await officer.page.getByText(reference).first().waitFor();

    const card = prosecutor.page.locator(".k-arriving", { hasText: reference });
    await card.waitFor();
    const tap = card.getByRole("button", { name: "Acknowledge" });
    await picture(prosecutor.page, `first-flow-card-${name}-dark`, { whole: false });
    await prosecutor.page.waitForTimeout(700); // the card's buttons wake after 600 ms
    await tap.click();
    await tap.waitFor({ state: "detached" });

    await officer.page
      .getByText(/^Acknowledged .+\.$/)
      .first()
      .waitFor(); // "Acknowledged after 1 minute."
    await picture(officer.page, `first-flow-answer-${name}`);

    for (const person of [officer, prosecutor]) {
      assert.deepEqual(await axeFindings(person.page), []);
      assert.equal(await sidewaysScroll(person.page), 0);
      assert.deepEqual(person.faults, []);
      await person.close();
    }
  });
}

test("the_case_page_shows_the_procedure_to_its_unit_and_nothing_to_another", async () => {
  const officer = await openPerson(browser, { base: house.base, size: sizes.desktop });
  await signIn(officer, house.someone("officer", "prizren"));
  await fill(officer);
  await officer.page.click("button[type=submit]");
  await officer.page.waitForURL(/\/told$/);
  const address = officer.page.url().replace(/\/told$/, "");
  await officer.page.goto(address);
  await officer.page.getByRole("heading", { level: 1 }).waitFor();
  await officer.page.getByText("Inform the prosecutor").first().waitFor();
  assert.match(await officer.page.textContent("h1"), /^1 woman$/);
  await picture(officer.page, "first-flow-case-desktop");
  assert.deepEqual(await axeFindings(officer.page), []);
  assert.deepEqual(officer.faults, []);

  const stranger = await openPerson(browser, { base: house.base });
  await signIn(stranger, house.someone("officer", "peja"));
  const answers = [];
  stranger.page.on("response", (answer) => {
    if (answer.url().includes("/api/v1/cases/")) answers.push(answer.status());
  });
  await stranger.page.goto(address);
  await stranger.page.waitForTimeout(500);
  assert.deepEqual([...new Set(answers)], [404]);
  await officer.close();
  await stranger.close();
});

test("a_wrong_password_and_an_unknown_name_read_alike", async () => {
  const person = await openPerson(browser, { base: house.base });
  const read = async (name) => {
    await person.page.goto("/sign-in");
    await person.page.fill("#name", name);
    await person.page.fill("#password", "not the password");
    await person.page.click("button[type=submit]");
    const told = person.page.locator(".k-field-error");
    await told.waitFor();
    return told.innerText();
  };
  assert.equal(await read(house.someone("officer", "prizren").sign_in_name), await read("nobody.here"));
  await person.close();
});
