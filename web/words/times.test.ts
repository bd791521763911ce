import assert from "node:assert/strict";
import { test } from "node:test";
import { minutes, night, speak } from "../testing/screen.tsx";
import { fullTimeOf, lengthKey, lengthOf, momentOf, spanWords, timeOf, whenOf } from "./times.ts";
import { t } from "./words.ts";

const left = (ms: number) => t(...lengthKey("clock.left", lengthOf(ms)));
const minute = 60_000;

test("times_are_told_in_the_houses_zone_whatever_the_device_says", () => {
  assert.equal(timeOf("2026-11-25T02:04:00Z"), "03:04");
  assert.equal(timeOf("2026-07-25T02:04:00Z"), "04:04"); // summer time
  assert.equal(timeOf("2026-11-24T23:00:00Z"), "00:00"); // never 24:00
});

test("a_moment_names_the_day_as_people_do", () => {
  assert.equal(momentOf(minutes(676), night), "today at 14:20");
  assert.equal(momentOf("2026-11-27T06:00:00Z", night), "Friday at 07:00");
  assert.equal(momentOf("2026-12-03T06:00:00Z", night), "3 December at 07:00");
  assert.equal(momentOf("2027-01-03T06:00:00Z", night), "3 January 2027 at 07:00");
});

test("albanian_dates_do_not_depend_on_the_browsers_calendar", () => {
  speak("sq");
  assert.equal(fullTimeOf("2026-11-24T21:05:00Z"), "24 nëntor 2026 në orën 22:05");
  assert.equal(momentOf("2026-11-27T06:00:00Z", night), "e premte në orën 07:00");
  speak("en");
});

test("the_day_is_left_out_today_and_told_otherwise", () => {
  assert.equal(whenOf(minutes(-132), night), "00:52");
  assert.equal(whenOf(minutes(-200), night), "24 November at 23:44");
});

test("a_length_has_two_units_at_most", () => {
  assert.equal(left(31 * minute), "31 minutes left");
  assert.equal(left(1 * minute), "1 minute left");
  assert.equal(left(80 * minute), "1 hour 20 minutes left");
  assert.equal(left(120 * minute), "2 hours left");
  assert.equal(left(2748 * minute), "1 day 21 hours left");
  assert.equal(left(2880 * minute), "2 days left");
});

test("less_than_a_minute_has_words_of_its_own", () => {
  assert.equal(left(59_000), "Less than a minute left");
});

test("a_span_of_the_procedure_is_told_in_words", () => {
  assert.equal(spanWords("PT1H"), "1 hour");
  assert.equal(spanWords("PT48H"), "48 hours");
  assert.equal(spanWords("PT15M"), "15 minutes");
  assert.equal(spanWords("PT1H30M"), "90 minutes");
  assert.equal(spanWords("P30D"), "30 days");
  assert.equal(spanWords("5 working days"), "5 working days");
});
