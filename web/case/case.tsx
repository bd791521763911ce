import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client.ts";
import { minute } from "../api/now.ts";
import type { Case, Obligation, Problem } from "../api/types.ts";
import { changes } from "../changes.ts";
import { jump } from "../page/jump.ts";
import { LiveLine } from "../page/live-line.tsx";
import { Page, Waiting } from "../page/page.tsx";
import { narrow } from "../page/width.ts";
import { Call, telOf } from "../parts/call.tsx";
import { clockOf } from "../parts/clock.ts";
import { IdentityBar } from "../parts/identity-bar.tsx";
import { NextUp } from "../parts/next-up.tsx";
import { NoticeLine } from "../parts/notice-line.tsx";
import { stepOfItem } from "../parts/obligation-row.tsx";
import { ProblemPanel } from "../parts/problem.tsx";
import { Sealed } from "../parts/sealed.tsx";
import { Strand } from "../parts/strand.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";

/** One case: what is most urgent, the procedure's rail, what happened, who is on it and who has looked. */
export default function CaseScreen({ reference }: { reference: string }) {
  const [known, setKnown] = useState<Case | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const version = changes.value.get(reference);
  const load = async (): Promise<void> => {
    const answer = await ask<Case>(`/cases/${encodeURIComponent(reference)}`);
    if (answer.ok) setKnown(answer.data);
    setProblem(answer.ok ? null : answer.problem);
  };
  // Asked anew at each event of this case.
  useEffect(() => void load(), [reference, version]);

  if (!known)
    return (
      <Page title={reference}>
        {problem ? <ProblemPanel problem={problem} onAgain={() => void load()} /> : <Waiting />}
      </Page>
    );
  return (
    <Page title={reference} ownHeading class="k-case">
      <IdentityBar known={known} now={minute.value} />
      <Sections />
      {problem ? <ProblemPanel problem={problem} onAgain={() => void load()} /> : null}
      <Urgent known={known} />
      <Procedure known={known} />
      <div class="k-case__lower">
        <Happened known={known} />
        <div>
          <Notices known={known} />
          <People known={known} />
          <Looked known={known} />
        </div>
      </div>
    </Page>
  );
}

const sections = ["procedure", "timeline", "people", "looked"] as const;

const Sections = () => (
  <nav class="k-tabs" aria-label={t("case.sections")}>
    <ul>
      {sections.map((section) => (
        <li key={section}>
          <a href={`#${section}`} onClick={(event) => jump(event, section)}>
            {t(`case.${section}`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** The most urgent of what is late or within the hour; nothing of the kind, no panel. */
export function mostUrgent(known: Case, now: number): Obligation | undefined {
  return known.strands
    .flatMap((strand) => strand.obligations)
    .filter((owed) => owed.state === "running" && owed.due_at !== null)
    .filter((owed) => ["overdue", "soon"].includes(clockOf(owed, now).shape))
    .sort((a, b) => (a.due_at ?? "").localeCompare(b.due_at ?? ""))
    .at(0);
}

function Urgent({ known }: { known: Case }) {
  const now = minute.value;
  const owed = mostUrgent(known, now);
  if (!owed) return null;
  const fired = owed.rungs.filter((rung) => rung.fired_at !== null).at(-1);
  const told = fired
    ? t("work.rung-told", { party: word("party.", fired.party), time: whenOf(fired.fired_at ?? fired.at, now) })
    : t("owes.by", { who: owed.owes.map((owner) => owner.label).join(", ") });
  return (
    <NextUp owed={owed} now={now} title={stepOfItem(owed.step, owed.item)} words={told}>
      {owed.call ? <Call number={owed.call} /> : null}
    </NextUp>
  );
}

function Procedure({ known }: { known: Case }) {
  const { closed, total, version } = known.procedure;
  return (
    <section aria-labelledby="procedure">
      <div class="k-page__head">
        <h2 id="procedure" tabIndex={-1}>
          {t("case.procedure")}{" "}
          <span class="k-second">
            {t("strand.closed-of", { closed, total })}. {t("case.version", { version })}
          </span>
        </h2>
        <LiveLine />
      </div>
      <div class="k-strands">
        {known.strands.map((strand) => (
          <Strand
            key={`${strand.item.kind}-${strand.item.number}`}
            strand={strand}
            now={minute.value}
            fold={narrow.value}
          />
        ))}
      </div>
    </section>
  );
}

const latest = 10;

function Happened({ known }: { known: Case }) {
  const [all, setAll] = useState(false);
  const events = [...known.timeline].sort((a, b) => b.position - a.position);
  const shown = all ? events : events.slice(0, latest);
  return (
    <section aria-labelledby="timeline">
      <div class="k-page__head">
        <h2 id="timeline" tabIndex={-1}>
          {t("case.timeline")}
        </h2>
        {events.length > shown.length ? (
          <button type="button" class="k-link" onClick={() => setAll(true)}>
            {t("case.all-events", { count: events.length })}
          </button>
        ) : null}
      </div>
      <div class="k-panel">
        <Timeline events={shown} now={minute.value} />
      </div>
    </section>
  );
}

/** Notices that nobody has answered yet: how far each came. */
function Notices({ known }: { known: Case }) {
  const open = (known.notices ?? []).filter((notice) => notice.state !== "acknowledged");
  if (open.length === 0) return null;
  return (
    <section class="k-panel" aria-labelledby="notices">
      <h2 id="notices">{t("case.notices")}</h2>
      {open.map((notice) => (
        <div class="k-told" key={notice.notice}>
          <h3>{notice.office}</h3>
          <NoticeLine notice={notice} now={minute.value} />
        </div>
      ))}
    </section>
  );
}

function People({ known }: { known: Case }) {
  return (
    <section class="k-panel" aria-labelledby="people">
      <h2 id="people" tabIndex={-1}>
        {t("case.people")}
      </h2>
      <dl class="k-list">
        {known.people.map((person) => (
          <div key={person.role + person.label}>
            <dt>{word("role.", person.role)}</dt>
            <dd>
              {person.label}
              {person.phone ? (
                <>
                  , <a href={telOf(person.phone)}>{person.phone}</a>
                </>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {known.sealed.length > 0 ? (
        <Sealed>
          {t("case.sealed", {
            list: known.sealed
              .map((one) =>
                t("case.sealed-one", { section: word("section.", one.section), holder: word("agency.", one.held_by) }),
              )
              .join(", "),
          })}
        </Sealed>
      ) : null}
    </section>
  );
}

const looks_shown = 6;

function Looked({ known }: { known: Case }) {
  const [all, setAll] = useState(false);
  const looks = [...known.looked].sort((a, b) => b.at.localeCompare(a.at));
  const people = new Set(looks.map((look) => look.who)).size;
  return (
    <section class="k-panel" aria-labelledby="looked">
      <h2 id="looked" tabIndex={-1}>
        {t("case.looked")}
      </h2>
      <p class="k-second">{t("looked.count", { count: people })}</p>
      <ul class="k-looks">
        {(all ? looks : looks.slice(0, looks_shown)).map((look) => (
          <li key={look.who + look.at}>
            <p>
              <span>{look.who}</span> <time dateTime={look.at}>{whenOf(look.at, minute.value)}</time>
            </p>
            <p class="k-second">{look.what.map((section) => word("section.", section)).join(", ")}</p>
          </li>
        ))}
      </ul>
      {!all && looks.length > looks_shown ? (
        <button type="button" class="k-link" onClick={() => setAll(true)}>
          {t("looked.all", { count: looks.length })}
        </button>
      ) : null}
    </section>
  );
}
