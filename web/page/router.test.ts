import assert from "node:assert/strict";
import { test } from "node:test";
import { href, routeOf } from "./router.ts";

test("every_address_we_write_is_one_we_read", () => {
  assert.deepEqual(routeOf(href.work), { screen: "work", view: "owed" });
  assert.deepEqual(routeOf(href.waiting), { screen: "work", view: "waiting" });
  assert.deepEqual(routeOf(href.news), { screen: "work", view: "new" });
  assert.deepEqual(routeOf(href.report), { screen: "report" });
  assert.deepEqual(routeOf(href.more), { screen: "more" });
  assert.deepEqual(routeOf(href.case("7Q4-KXMV")), { screen: "case", reference: "7Q4-KXMV" });
  assert.deepEqual(routeOf(href.answer("7Q4-KXMV")), { screen: "answer", reference: "7Q4-KXMV" });
  const notice = { screen: "notice", reference: "7Q4-KXMV", notice: "a/b" };
  assert.deepEqual(routeOf(href.notice("7Q4-KXMV", "a/b")), notice);
});

test("an_unknown_or_broken_address_is_a_missing_page_and_no_fault", () => {
  for (const path of ["/nowhere", "/cases", "/cases/x/y", "/work/else", "/report/x/y", "/%E0%A4%A", "/cases/a/notices"])
    assert.equal(routeOf(path).screen, "missing", path);
});
