import assert from "node:assert/strict";
import { test } from "node:test";
import { markup, minutes, night, read } from "../testing/screen.tsx";
import type { ClockFacts } from "./clock.ts";
import { ClockTag } from "./clock-tag.tsx";

const tag = (owed: Partial<ClockFacts>, manner: "left" | "due" = "left") => (
  <ClockTag owed={{ state: "running", due_at: null, ...owed }} now={night} manner={manner} />
);

test("an_overdue_obligation_says_by_how_much_in_words", () => {
  assert.equal(read(tag({ due_at: minutes(-12) })), "Overdue by 12 minutes");
  assert.equal(read(tag({ due_at: minutes(-90) })), "Overdue by 1 hour 30 minutes");
});

test("only_what_is_late_has_the_late_shape", () => {
  assert.match(markup(tag({ due_at: minutes(-1) })), /k-clock--overdue/);
  assert.match(markup(tag({ due_at: minutes(0) })), /k-clock--soon/);
  assert.match(markup(tag({ due_at: minutes(60) })), /k-clock--soon/);
  assert.match(markup(tag({ due_at: minutes(61) })), /k-clock--left/);
});

test("what_is_not_near_tells_the_hour_in_the_list_and_counts_on_the_rail", () => {
  assert.equal(read(tag({ due_at: minutes(676) }, "due")), "Due today at 14:20");
  assert.equal(read(tag({ due_at: minutes(676) }, "left")), "11 hours 16 minutes left");
  assert.equal(read(tag({ due_at: minutes(31) }, "due")), "31 minutes left");
});

test("short_notice_is_not_called_late", () => {
  const html = markup(tag({ due_at: minutes(-5), short_notice: true }));
  assert.match(html, /short notice/);
  assert.doesNotMatch(html, /overdue/i);
});

test("each_state_reads_in_words", () => {
  assert.equal(read(tag({ state: "paused", pause: { reason: "no-interpreter" } })), "Paused: no interpreter yet");
  assert.equal(read(tag({ state: "waiting" })), "Not started");
  assert.equal(read(tag({ state: "waived" })), "Waived, with reason");
  assert.equal(read(tag({ state: "lapsed", lapsed_by: "victim.died" })), "Lapsed: The person died");
  assert.equal(
    read(tag({ state: "met", started_at: minutes(-132), met_at: minutes(-130) })),
    "Met at 00:54, after 2 minutes",
  );
});

test("a_period_has_days_and_is_never_late", () => {
  const period = { kind: "period", started_at: minutes(-44), due_at: minutes(-44 + 30 * 1440) } as const;
  assert.equal(read(tag(period)), "Day 1 of 30, until 25 December");
  assert.doesNotMatch(markup(tag({ ...period, due_at: minutes(-1) })), /overdue/);
});
