import assert from "node:assert/strict";
import { test } from "node:test";
import { closeForm, dropForms, formOf, keptForms } from "./form.ts";

const open = () => formOf("report", "report.title", () => ({ note: "" }));

test("a_form_left_half_done_is_there_again_with_its_key", () => {
  dropForms();
  const form = open();
  form.change({ note: "bar" });
  assert.equal(open().values.value.note, "bar");
  assert.equal(open().key, form.key);
});

test("the_cover_hears_only_of_forms_that_hold_something", () => {
  dropForms();
  open();
  assert.deepEqual(keptForms(), []);
  open().change({ note: "bar" });
  assert.deepEqual(keptForms(), ["report.title"]);
  open().change({ note: "" });
  assert.deepEqual(keptForms(), []);
});

test("the_next_form_is_a_new_deed", () => {
  dropForms();
  const first = open();
  closeForm("report");
  assert.notEqual(open().key, first.key);
});

test("another_persons_forms_are_dropped", () => {
  open().change({ note: "bar" });
  dropForms();
  assert.equal(open().values.value.note, "");
});
