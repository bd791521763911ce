import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentsOf, fill, parse } from "./message.js";

const english = new Intl.PluralRules("en-GB");
const say = (message: string, values: Record<string, string | number> = {}) => fill(parse(message), values, english);

test("places_are_filled_and_numbers_choose_their_form", () => {
  const message = "{who}: {count, plural, one {# bed} other {# beds}} free";
  assert.equal(say(message, { who: "Lisi", count: 1 }), "Lisi: 1 bed free");
  assert.equal(say(message, { who: "Lisi", count: 0 }), "Lisi: 0 beds free");
});

test("a_form_may_hold_places_of_its_own", () => {
  assert.equal(say("{n, plural, one {one of {all}} other {{n} of {all}}}", { n: 3, all: 7 }), "3 of 7");
});

test("a_value_that_is_not_given_is_seen_and_not_hidden", () => {
  assert.equal(say("Due {moment}"), "Due {moment}");
});

test("a_broken_message_is_refused_with_its_place", () => {
  for (const broken of ["{who", "a } b", "{n, plural, one {#}}", "{}", "{n, plural, other {# beds}"])
    assert.throws(() => parse(broken), /at character \d+ of/, broken);
});

test("arguments_are_found_with_their_forms_however_deep", () => {
  const found = argumentsOf(parse("{a} {n, plural, one {x {b}} other {y}}"));
  assert.deepEqual([...found.keys()].sort(), ["a", "b", "n"]);
  assert.deepEqual([...(found.get("n") ?? [])].sort(), ["one", "other"]);
});
