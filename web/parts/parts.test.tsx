import assert from "node:assert/strict";
import { test } from "node:test";
import type { News, Obligation, TimelineEvent } from "../api/types.ts";
import { markup, minutes, night, read } from "../testing/screen.tsx";
import { ArrivingCard } from "./arriving-card.tsx";
import { BedCard } from "./bed-card.tsx";
import { Call, telOf } from "./call.tsx";
import { Choices, Count } from "./choice.tsx";
import { Conflict, splitAtDifference } from "./conflict.tsx";
import { ErrorSummary, Field } from "./errors.tsx";
import { Facts } from "./facts.tsx";
import { IdentityBar } from "./identity-bar.tsx";
import { NextUp } from "./next-up.tsx";
import { ObligationRow } from "./obligation-row.tsx";
import { Sealed } from "./sealed.tsx";
import { Strand } from "./strand.tsx";
import { Timeline } from "./timeline.tsx";

const nothing = () => {};

const obligation: Obligation = {
  reference: "M3T-9HAM",
  region: "prizren",
  step: "inform-csw",
  item: { kind: "case", number: 1 },
  state: "running",
  started_at: minutes(-132),
  due_at: minutes(-12),
  target_at: null,
  epoch: 1,
  owes: [{ party: "atu", group: "g", label: "Police, Prizren" }],
  basis: { kind: "default", words: null },
  span: "PT2H",
  notice: null,
  short_notice: false,
  rungs: [{ party: "csw-backup", at: minutes(-72), fired_at: minutes(-71) }],
  pause: null,
  handle: null,
  call: null,
  action: null,
  met_at: null,
  met_by: null,
  met_after: null,
  lapsed_by: null,
  done_words: [],
  parts: [],
};

test("an_obligation_says_what_who_owes_it_what_meets_it_and_by_what_basis", () => {
  const words = read(<ObligationRow owed={obligation} now={night} />);
  assert.match(words, /Inform the Centre for Social Work Overdue by 12 minutes/);
  assert.match(words, /Owed by: Police, Prizren\. Met when the centre acknowledges\./);
  assert.match(words, /Climbed: back-up of the Centre for Social Work 01:53/);
  assert.match(words, /Due 02:52\. 2 hours, our default/);
});

test("a_time_of_the_text_quotes_its_words", () => {
  const owed = { ...obligation, basis: { kind: "text", words: "immediately" } } as const;
  assert.match(read(<ObligationRow owed={owed} now={night} />), /text: “immediately”/);
});

test("one_of_two_voices_given_names_the_one_still_missing", () => {
  const parts = [
    { party: "atu", given_at: minutes(-3) },
    { party: "vau", given_at: null },
  ];
  assert.match(
    read(<ObligationRow owed={{ ...obligation, parts }} now={night} />),
    /Still to come: Victims’ Protection/,
  );
});

test("what_has_not_begun_says_what_begins_it_and_has_no_clock", () => {
  const owed = { ...obligation, step: "transport", state: "waiting", due_at: null, started_at: null } as const;
  const html = markup(<ObligationRow owed={owed} now={night} />);
  assert.match(html, /Not started\. Starts when a bed is accepted\./);
  assert.doesNotMatch(html, /k-clock/);
});

test("a_strand_counts_what_is_closed_and_folds_it_on_a_phone", () => {
  const met = { ...obligation, step: "inform-vau", state: "met", met_at: minutes(-100) } as const;
  const strand = { item: { kind: "victim", number: 2 }, facts: {}, obligations: [met, obligation] } as const;
  const data = { ...strand, obligations: [...strand.obligations] };
  assert.match(read(<Strand strand={data} now={night} fold={false} />), /^Person 2 1 of 2 closed/);
  assert.doesNotMatch(markup(<Strand strand={data} now={night} fold={false} />), /<details/);
  const folded = read(<Strand strand={data} now={night} fold />);
  assert.match(folded, /1 closed: 1 met/);
  assert.ok(folded.indexOf("Centre for Social Work") < folded.indexOf("1 closed"), "what runs stands first");
});

test("a_fact_that_shortens_a_clock_has_a_thick_edge_and_what_nobody_asked_is_not_shown", () => {
  const html = markup(<Facts facts={{ child: "unsure", status: "possible", "shelter-wish": "unasked" }} />);
  assert.match(html, /is-thick[^>]*>Age unsure/);
  assert.doesNotMatch(html, /is-thick[^>]*>Possible/);
  assert.doesNotMatch(html, /not asked/i);
});

test("a_sealed_handle_leaves_reference_and_region_alone", () => {
  const known = { reference: "7Q4-KXMV", region: "prizren", reported_at: minutes(-12), handle: null, facts: {} };
  assert.match(
    read(<IdentityBar known={known} now={night} />),
    /^7Q4-KXMV, Prizren 7Q4-KXMV · Prizren · reported 02:52/,
  );
  assert.match(read(<IdentityBar known={{ ...known, handle: "Two sisters, bar" }} now={night} />), /^Two sisters, bar/);
});

test("the_most_urgent_is_brick_only_when_it_is_late", () => {
  const late = { state: "running", due_at: minutes(-1) } as const;
  assert.match(markup(<NextUp owed={late} now={night} title="x" />), /k-next--late/);
  assert.doesNotMatch(markup(<NextUp owed={{ ...late, due_at: minutes(9) }} now={night} title="x" />), /k-next--late/);
});

test("a_number_to_call_stands_on_its_button_and_dials_without_spaces", () => {
  assert.equal(telOf("+383 (0)38 000-111"), "tel:+383038000111");
  assert.match(markup(<Call number="029 000 333" />), /href="tel:029000333"/);
  assert.equal(read(<Call number="029 000 333" />).replaceAll("\u00a0", " "), "Call 029 000 333");
});

test("a_tile_is_a_labelled_control_and_chosen_is_told_to_all", () => {
  const options = [
    { value: "no", label: "No" },
    { value: "yes", label: "Yes" },
  ];
  const html = markup(<Choices name="danger" options={options} chosen={["yes"]} onChoose={nothing} />);
  assert.match(html, /type="radio" id="danger" name="danger" value="no"(?! checked)/);
  assert.match(html, /value="yes" checked/);
});

test("three_and_more_opens_a_number_without_a_native_number_field", () => {
  const count = (value: number) =>
    markup(<Count name="women" label="Women" more="How many?" value={value} onCount={nothing} />);
  assert.doesNotMatch(count(2), /How many/);
  assert.match(count(14), /id="women-number"[^>]*inputmode="numeric"[^>]*value="14"/i);
});

test("the_summary_links_to_its_fields_and_says_nothing_is_lost", () => {
  const html = markup(<ErrorSummary findings={[{ field: "time", words: "Give 18:05 or later." }]} />);
  assert.match(html, /1 thing to mend/);
  assert.match(html, /href="#time"[^>]*>Give 18:05 or later\./);
  assert.match(html, /Nothing is lost/);
});

test("a_field_with_an_error_is_tied_to_its_words", () => {
  const html = markup(
    <Field id="time" label="Time" hint="24 hours" error="Give 18:05 or later.">
      {(attributes) => <input {...attributes} />}
    </Field>,
  );
  assert.match(html, /aria-describedby="time-hint time-error"/);
  assert.match(html, /aria-invalid/);
  assert.match(html, /id="time-error"/);
});

test("what_is_sealed_is_named_with_who_holds_it", () => {
  assert.equal(read(<Sealed>The address is with the shelter.</Sealed>), "The address is with the shelter.");
});

test("a_bed_says_in_words_what_fits_and_has_no_address", () => {
  const bed = { name: "Shelter Lisi", free: 1, answers_within_hours: 1, needs: [{ need: "step-free", fits: false }] };
  const words = read(
    <BedCard bed={bed} words={() => "Step-free entrance"}>
      <button type="button">Hold</button>
    </BedCard>,
  );
  assert.match(words, /1 bed free/);
  assert.match(words, /Does not fit: Step-free entrance/);
  assert.match(words, /No address here/);
});

test("a_conflict_underlines_what_differs_and_says_what_is_the_same", () => {
  assert.deepEqual(splitAtDifference("Winter clothes, a phone charger", "Winter clothes, winter boots"), [
    "Winter clothes, ",
    "a phone charger",
    "",
  ]);
  const side = (words: string) => ({
    who: "Vlora Hyseni",
    lines: [
      { label: "Needs", words },
      { label: "Languages", words: "Romanian" },
    ],
  });
  const html = markup(
    <Conflict saved={side("a coat")} mine={side("boots")} onBoth={nothing} onSaved={nothing} onMine={nothing} />,
  );
  assert.match(html, /1 line differs; it is marked/);
  assert.equal(html.match(/\(the same\)/g)?.length, 2);
  assert.match(html, /<mark[^>]*>boots<\/mark>/);
});

const event: TimelineEvent = {
  position: 1,
  at: minutes(-59),
  recorded_at: minutes(-59),
  type: "interview.declined",
  who: { label: "A. Dushku", agency: "police" },
  item: { kind: "witness", number: 2 },
  facts: {},
  struck: null,
};

test("a_late_entry_shows_both_times", () => {
  const words = read(<Timeline events={[{ ...event, recorded_at: minutes(-33) }]} now={night} />);
  assert.match(words, /Happened at 02:05, recorded at 02:31/);
  assert.doesNotMatch(read(<Timeline events={[event]} now={night} />), /recorded at/);
});

test("a_mistake_stays_struck_through_with_who_said_so", () => {
  const struck = { reason_code: "wrong-person", by: "A. Dushku", at: minutes(-28) };
  const html = markup(
    <Timeline events={[{ ...event, type: "risk.assessed", facts: { risk: "high" }, struck }]} now={night} />,
  );
  assert.match(html, /<s>Risk assessed: High risk<\/s>/);
  assert.match(html, /Recorded in error: wrong person/);
  assert.match(html, /Marked by A\. Dushku at 02:36/);
});

test("a_rung_names_step_and_party_and_the_clock_as_actor", () => {
  const rung = { ...event, type: "rung.fired", who: null, item: null, facts: { step: "inform-csw", party: "atu-hq" } };
  assert.match(
    read(<Timeline events={[rung]} now={night} />),
    /No answer in “Inform the Centre for Social Work”, told next: headquarters Clock/,
  );
});

const news: News = {
  notice: "n7",
  reference: "7Q4-KXMV",
  region: "prizren",
  step: "inform-prosecutor",
  epoch: 1,
  state: "sent",
  sent_at: minutes(-1),
  delivered_at: null,
  seen_at: null,
  acknowledged_at: null,
  rung: null,
  danger: "unknown",
  due_at: minutes(59),
  climbs: { party: "prosecutor-backup", at: minutes(19) },
  call: "044 000 123",
};

test("the_arriving_card_shows_open_facts_alone_and_what_comes_without_an_answer", () => {
  const card = <ArrivingCard news={news} more={0} now={night} onAcknowledge={async () => null} onRead={nothing} />;
  const words = read(card);
  assert.match(words, /59 minutes left A suspected case, Prizren/);
  assert.match(words, /by 03:23, told next: back-up prosecutor/);
  assert.match(words, /Danger now Not known/);
  assert.doesNotMatch(words, /044/, "the reporter's phone is payload, not an open fact");
  assert.doesNotMatch(markup(card), /autofocus/i);
});
