import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../api/types.ts";
import { minutes, night } from "../testing/screen.tsx";
import { groupsOf } from "./groups.ts";

const row = (step: string, due: number | null, state: Row["state"] = "running"): Row => ({
  reference: "M3T-9HAM",
  region: "prizren",
  step,
  item: { kind: "case", number: 1 },
  state,
  started_at: minutes(-200),
  due_at: due === null ? null : minutes(due),
  target_at: null,
  epoch: 1,
  owes: [],
  basis: { kind: "default", words: null },
  span: "PT1H",
  notice: null,
  short_notice: false,
  rungs: [],
  pause: null,
  handle: null,
  call: null,
  action: null,
});

const shape = (rows: Row[]) => groupsOf(rows, night).map((group) => [group.name, ...group.rows.map((one) => one.step)]);

test("the_longest_late_stands_first_and_the_paused_last", () => {
  const rows = [row("e", 5, "paused"), row("d", 600), row("b", -3), row("c", 119), row("a", -12), row("f", null)];
  assert.deepEqual(shape(rows), [
    ["overdue", "a", "b"],
    ["soon", "c"],
    ["later", "d", "f"],
    ["paused", "e"],
  ]);
});

test("an_empty_group_is_left_out", () => {
  assert.deepEqual(shape([row("a", 30)]), [["soon", "a"]]);
  assert.deepEqual(shape([]), []);
});

test("what_is_paused_is_not_late_however_old", () => {
  assert.deepEqual(shape([row("a", -500, "paused")]), [["paused", "a"]]);
});
