// Every part in every state on one page, light and dark, for looking at. For development alone: the build of the pages
// does not know it (tools/gallery.mjs makes and pictures it).
import { type ComponentChildren, render } from "preact";
import type { Obligation } from "../api/types.ts";
import { ArrivingCard } from "../parts/arriving-card.tsx";
import { BedCard } from "../parts/bed-card.tsx";
import { Call } from "../parts/call.tsx";
import { Choices, Count } from "../parts/choice.tsx";
import type { ClockFacts } from "../parts/clock.ts";
import { ClockTag } from "../parts/clock-tag.tsx";
import { Conflict } from "../parts/conflict.tsx";
import { ErrorSummary, Field } from "../parts/errors.tsx";
import { IdentityBar } from "../parts/identity-bar.tsx";
import { NextUp } from "../parts/next-up.tsx";
import { NoticeLine } from "../parts/notice-line.tsx";
import { Sealed } from "../parts/sealed.tsx";
import { Strand } from "../parts/strand.tsx";
import { useLanguage } from "../words/load.ts";

const now = Date.parse("2026-11-25T02:04:00Z");
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const nothing = () => {};

const clocks: ClockFacts[] = [
  { state: "running", due_at: at(-12) },
  { state: "running", due_at: at(31) },
  { state: "running", due_at: at(80) },
  { state: "running", due_at: at(-1), short_notice: true },
  { state: "paused", due_at: null, pause: { reason: "no-interpreter" } },
  { state: "met", due_at: null, started_at: at(-132), met_at: at(-130) },
  { state: "waived", due_at: null },
  { state: "lapsed", due_at: null, lapsed_by: "exit.wished" },
  { state: "waiting", due_at: null },
  { state: "running", kind: "period", started_at: at(-44), due_at: at(43_156) },
];

const sent = { state: "sent", sent_at: at(-132), on_duty: true, call: "029 000 222" } as const;
const notices = [
  sent,
  { ...sent, state: "delivered", delivered_at: at(-132) } as const,
  { ...sent, state: "seen", delivered_at: at(-132), seen_at: at(-131) } as const,
  { ...sent, state: "acknowledged", delivered_at: at(-132), seen_at: at(-131), acknowledged_at: at(-131) } as const,
  { ...sent, on_duty: false },
];

const obligation = (step: string, state: Obligation["state"], due: number | null): Obligation => ({
  reference: "M3T-9HAM",
  region: "prizren",
  step,
  item: { kind: "victim", number: 1 },
  state,
  started_at: state === "waiting" ? null : at(-132),
  due_at: due === null ? null : at(due),
  target_at: null,
  epoch: 1,
  owes: [{ party: "atu", group: "g", label: "Police, Prizren" }],
  basis: { kind: "default", words: null },
  span: "PT24H",
  notice: null,
  short_notice: false,
  rungs: [],
  pause: state === "paused" ? { reason: "rest", since: at(-30), until: null } : null,
  handle: null,
  call: null,
  action: null,
  met_at: state === "met" ? at(-62) : null,
  met_by: state === "waived" ? "T. Rexha" : null,
  met_after: null,
  lapsed_by: state === "lapsed" ? "exit.wished" : null,
  done_words: [],
  parts: [],
});

const strand = {
  item: { kind: "victim", number: 1 } as const,
  facts: { status: "presumed", child: "unsure", risk: "medium" },
  obligations: [
    obligation("interview-victim", "met", 1308),
    obligation("presume", "running", -12),
    obligation("accept-bed", "running", 31),
    obligation("identify", "running", 7138),
    obligation("risk-level", "paused", 500),
    obligation("medical", "waived", null),
    obligation("shelter", "lapsed", null),
    obligation("transport", "waiting", null),
  ],
};

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="k-page">
    <h2>{title}</h2>
    {children}
  </section>
);

const version = (needs: string) => ({
  who: "Vlora Hyseni",
  lines: [
    { label: "Needs", words: needs },
    { label: "Languages", words: "Romanian, some Albanian" },
  ],
});

function Gallery() {
  return (
    <main class="k-main k-page">
      <IdentityBar
        now={now}
        known={{
          reference: "M3T-9HAM",
          region: "prizren",
          reported_at: at(-132),
          handle: "Two sisters, bar by the petrol station",
          facts: { danger: "no", child: "unsure" },
        }}
      />
      <Part title="Clock tag">
        {clocks.map((owed) => (
          <p key={JSON.stringify(owed)}>
            <ClockTag owed={owed} now={now} />
          </p>
        ))}
      </Part>
      <Part title="Notice">
        <div class="k-panel">
          {notices.map((notice) => (
            <div class="k-told" key={JSON.stringify(notice)}>
              <NoticeLine notice={notice} now={now} />
            </div>
          ))}
        </div>
      </Part>
      <Part title="Rail strand">
        <div class="k-strands">
          <Strand strand={strand} now={now} fold={false} />
          <Strand strand={{ ...strand, item: { kind: "victim", number: 2 } }} now={now} fold />
        </div>
      </Part>
      <Part title="Next up">
        <NextUp
          owed={{ state: "running", due_at: at(-12) }}
          now={now}
          title="The centre has not acknowledged"
          words="Sent 00:52."
        >
          <Call number="029 000 333" />
        </NextUp>
      </Part>
      <Part title="Buttons">
        <div class="k-stack">
          <Call number="029 000 222" words="Call the prosecutor" under="029 000 222, Rina Gjoka" />
          <Call number="192" rank="danger" />
          <button type="button" class="k-button k-button--second">
            Second action
          </button>
        </div>
      </Part>
      <Part title="Choices and counts">
        <div class="k-panel k-group">
          <Choices
            name="one"
            options={[
              { value: "a", label: "Not chosen" },
              { value: "b", label: "Chosen" },
            ]}
            chosen={["b"]}
            onChoose={nothing}
          />
          <Choices
            many
            name="many"
            options={[
              { value: "a", label: "Not ticked" },
              { value: "b", label: "Ticked" },
            ]}
            chosen={["b"]}
            onChoose={nothing}
          />
          <Count name="women" label="Women" more="How many?" value={2} onCount={nothing} />
          <Count name="men" label="Men" more="How many?" value={0} onCount={nothing} />
          <Count name="unsure" label="Age unsure" more="How many?" value={14} onCount={nothing} />
        </div>
      </Part>
      <Part title="Errors">
        <ErrorSummary findings={[{ field: "time", words: "Give 18:05 or later" }]} />
        <Field id="time" label="Time" error="The arrival was at 18:05. Give 18:05 or later.">
          {(attributes) => <input {...attributes} class="govuk-input" value="17:40" />}
        </Field>
      </Part>
      <Part title="Bed card">
        <BedCard
          bed={{
            name: "Shelter Lisi",
            free: 2,
            answers_within_hours: 1,
            needs: [
              { need: "Romanian spoken tonight", fits: true },
              { need: "Step-free entrance", fits: false },
            ],
          }}
          words={(need) => need}
        >
          <button type="button" class="k-button k-button--first">
            Hold a bed for 2 hours
          </button>
        </BedCard>
      </Part>
      <Part title="Conflict">
        <Conflict
          saved={version("Winter clothes, a phone charger")}
          mine={version("Winter clothes, winter boots")}
          onBoth={nothing}
          onSaved={nothing}
          onMine={nothing}
        />
      </Part>
      <Sealed>The address is sealed to the shelter and the placement desk.</Sealed>
      <ArrivingCard
        news={{
          notice: "n7",
          reference: "7Q4-KXMV",
          region: "prizren",
          step: "inform-prosecutor",
          epoch: 1,
          state: "sent",
          sent_at: at(0),
          delivered_at: null,
          seen_at: null,
          acknowledged_at: null,
          rung: "prosecutor-backup",
          danger: "no",
          due_at: at(59),
          climbs: { party: "atu-commander", at: at(20) },
          call: null,
        }}
        more={1}
        now={now}
        onAcknowledge={async () => null}
        onRead={nothing}
      />
    </main>
  );
}

const root = document.getElementById("app");
if (root) void useLanguage("en").then(() => render(<Gallery />, root));
