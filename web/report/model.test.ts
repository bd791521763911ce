import assert from "node:assert/strict";
import { test } from "node:test";
import "../testing/screen.tsx";
import { emptyReport, fieldOf, mayBeAbout, people, summary, toReport, type Values } from "./model.ts";

const report = (part: Partial<Values>): Values => ({ ...emptyReport("prizren"), ...part });
const one_woman = { women: 1, men: 0, children: 0, unsure: 0 };

test("only_what_was_said_is_sent", () => {
  assert.deepEqual(toReport(report({ counts: one_woman })), { region: "prizren", women: 1 });
  assert.deepEqual(toReport(report({ counts: one_woman, place: "  ", note: " x ", danger: "no", signs: ["fear"] })), {
    region: "prizren",
    women: 1,
    danger: "no",
    signs: ["fear"],
    note: "x",
  });
});

test("a_guess_is_sent_only_where_a_number_can_be_one", () => {
  assert.equal(toReport(report({ counts: one_woman, about: true })).about, undefined);
  const fourteen = { ...one_woman, women: 14 };
  assert.ok(mayBeAbout(report({ counts: fourteen })));
  assert.equal(toReport(report({ counts: fourteen, about: true })).about, true);
});

test("the_send_bar_says_what_will_be_sent", () => {
  const values = report({ danger: "yes", counts: { ...one_woman, children: 2 }, signs: ["fear"] });
  assert.equal(summary(values, "Suhareka"), "Danger now · 1 woman · 2 children · 1 sign · Suhareka");
  assert.equal(summary(report({}), "Suhareka"), "Nobody counted yet");
});

test("everybody_counted_counts", () => {
  assert.equal(people(report({ counts: { women: 1, men: 2, children: 3, unsure: 4 } })), 10);
});

test("a_pointer_of_the_server_finds_its_field", () => {
  assert.equal(fieldOf("/municipality"), "municipality");
  assert.equal(fieldOf("/signs/3"), "signs");
  assert.equal(fieldOf(""), "women");
});
