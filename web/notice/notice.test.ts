import assert from "node:assert/strict";
import { test } from "node:test";
import "../testing/screen.tsx";
import { countWords, linesOf } from "./notice.tsx";

test("a_payload_is_told_in_words_and_what_it_lacks_is_not_invented", () => {
  const lines = linesOf({ "case.region": "prizren", "case.danger": "no", "case.indicators": ["cannot-leave", "fear"] });
  assert.deepEqual(
    lines.map(({ label, words }) => `${label}: ${words}`),
    ["Where: Prizren", "Danger now: No", "Signs: Cannot leave, Fear"],
  );
});

test("a_count_of_none_is_a_fact_and_shown", () => {
  assert.deepEqual(linesOf({ "case.counts.children": 0 }), [{ label: "Children", words: "0" }]);
});

test("people_are_counted_by_kind_and_a_guess_says_so", () => {
  const counts = { women: 14, men: 0, children: 1, unsure: 0, about: true };
  assert.equal(countWords(counts), "about 14 women, 1 child");
});
