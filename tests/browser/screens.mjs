// How a person comes to each screen, for pictures and for what every screen is held to.
import * as data from "./fake-data.mjs";

export const signIn = async ({ page }, name) => {
  await page.goto("/sign-in");
  await page.fill("#name", name);
  await page.fill("#password", "invented password");
  await page.click("button[type=submit]");
  await page.waitForSelector(".k-views");
};

export const fillReport = async ({ page }, danger = "no") => {
  await page.goto("/report");
  await page.locator(`.k-choice:has(input[name=danger][value=${danger}]) label`).click();
  await page.selectOption("#municipality", "suhareka");
  await page.locator('label[for="women-1"]').click();
  if (danger === "no")
    for (const sign of ["cannot-leave", "fear"])
      await page.locator(`.k-choice:has(input[value=${sign}]) label`).click();
};

export const screens = {
  "01-sign-in": async (person) => {
    await person.page.goto("/sign-in");
    await person.page.fill("#name", "arben.dushku");
    await person.page.fill("#password", "invented password");
  },
  "02-report": async (person) => {
    await signIn(person, "arben.dushku");
    await fillReport(person);
  },
  "02-report-danger": async (person) => {
    await signIn(person, "arben.dushku");
    await fillReport(person, "yes");
    await person.page.evaluate(() => scrollTo(0, 0));
  },
  "02-report-errors": async (person) => {
    await signIn(person, "arben.dushku");
    await person.page.goto("/report");
    await person.page.click("button[type=submit]");
  },
  "03-answer": async (person) => {
    await signIn(person, "arben.dushku");
    await fillReport(person);
    await person.page.click("button[type=submit]");
    await person.page.waitForSelector(".k-answer");
  },
  "04-work": (person) => signIn(person, "arben.dushku"),
  "05-arriving": async (person, fake) => {
    fake.state.news = [data.news()];
    await signIn(person, "rina.gjoka");
    await person.page.waitForSelector(".k-arriving[data-awake=true]");
  },
  "05-answered": async (person, fake) => {
    fake.state.news = [data.news()];
    await signIn(person, "rina.gjoka");
    await person.page.waitForSelector(".k-arriving[data-awake=true]");
    await person.page.click(".k-arriving button");
    await person.page.waitForSelector(".k-arriving", { state: "detached" });
    await person.page.goto("/work/new");
    await person.page.waitForSelector(".k-news");
  },
  "05-reading": async (person, fake) => {
    fake.state.news = [data.news()];
    await signIn(person, "rina.gjoka");
    await person.page.waitForSelector(".k-arriving[data-awake=true]");
    await person.page.click(".k-arriving a");
    await person.page.waitForSelector(".k-reading__panel");
  },
  "06-case": async (person) => {
    await signIn(person, "arben.dushku");
    await person.page.goto("/cases/M3T-9HAM");
    await person.page.waitForSelector(".k-strands");
  },
  "11-cover": async (person, fake) => {
    await signIn(person, "arben.dushku");
    await fillReport(person);
    fake.state.locked = true;
    await person.page.click("button[type=submit]");
    await person.page.waitForSelector(".k-cover");
    fake.push("notice", { reference: "7Q4-KXMV", notice: "n7", kind: "sent" });
    await person.page.waitForSelector(".k-cover__due");
  },
  "13-more": async (person) => {
    await signIn(person, "arben.dushku");
    await person.page.goto("/more");
  },
};
