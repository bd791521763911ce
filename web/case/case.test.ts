import assert from "node:assert/strict";
import { test } from "node:test";
import { knownCase, start } from "../../tests/browser/fake-data.mjs";
import type { Case } from "../api/types.ts";
import "../testing/screen.tsx";
import { mostUrgent } from "./case.tsx";

const known = knownCase() as unknown as Case;

test("the_longest_late_is_the_most_urgent", () => {
  assert.equal(mostUrgent(known, start)?.step, "inform-csw");
});

test("nothing_late_or_near_is_nothing_urgent", () => {
  assert.equal(mostUrgent({ ...known, strands: known.strands.slice(2) }, start), undefined);
});
