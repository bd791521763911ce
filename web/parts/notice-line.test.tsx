import assert from "node:assert/strict";
import { test } from "node:test";
import { markup, minutes, night, read } from "../testing/screen.tsx";
import { NoticeLine } from "./notice-line.tsx";

const sent = { state: "sent", sent_at: minutes(-12), on_duty: true, call: null } as const;

test("each_state_is_a_sentence", () => {
  assert.match(read(<NoticeLine notice={sent} now={night} />), /^Sent\. No screen is open there\./);
  const delivered = { ...sent, state: "delivered", delivered_at: minutes(-12) } as const;
  assert.match(read(<NoticeLine notice={delivered} now={night} />), /^Delivered\. Not seen yet\./);
  const seen = { ...delivered, state: "seen", seen_at: minutes(-11) } as const;
  assert.match(read(<NoticeLine notice={seen} now={night} />), /^Seen\. Not acknowledged yet\./);
  assert.match(read(<NoticeLine notice={seen} now={night} kind="accepted" />), /^Seen\. Not accepted yet\./);
  const answered = { ...seen, state: "acknowledged", acknowledged_at: minutes(-11) } as const;
  assert.match(read(<NoticeLine notice={answered} now={night} />), /^Acknowledged after 1 minute\./);
});

test("each_fact_has_its_own_time_or_not_yet", () => {
  const html = read(<NoticeLine notice={{ ...sent, state: "delivered", delivered_at: minutes(-10) }} now={night} />);
  assert.match(html, /Sent 02:52 Delivered 02:54 Seen not yet Acknowledged not yet/);
});

test("what_happens_without_an_answer_is_told_until_there_is_one", () => {
  const climbs = { party: "prosecutor-backup", at: minutes(8) };
  assert.match(
    read(<NoticeLine notice={{ ...sent, climbs }} now={night} />),
    /by 03:12, told next: back-up prosecutor/,
  );
  const answered = { ...sent, state: "acknowledged", acknowledged_at: minutes(-1), climbs } as const;
  assert.doesNotMatch(markup(<NoticeLine notice={answered} now={night} />), /told next/);
});

test("nobody_on_duty_says_so_with_the_number", () => {
  const words = read(<NoticeLine notice={{ ...sent, on_duty: false, call: "029 000 222" }} now={night} />);
  assert.match(words, /Nobody is on duty\. The back-up was told at once\./);
  assert.match(words, /Call 029 000 222\./);
});
