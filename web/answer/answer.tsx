import { useEffect, useState } from "preact/hooks";
import { minute } from "../api/now.ts";
import type { Case, Session, Told } from "../api/types.ts";
import { changes } from "../changes.ts";
import { placeOf } from "../page/frame.tsx";
import { LiveLine } from "../page/live-line.tsx";
import { Page, Waiting } from "../page/page.tsx";
import { href } from "../page/router.ts";
import { Call, numberWords } from "../parts/call.tsx";
import { ClockTag } from "../parts/clock-tag.tsx";
import { NoticeLine } from "../parts/notice-line.tsx";
import { basisWords, stepOfItem } from "../parts/obligation-row.tsx";
import { ProblemPanel } from "../parts/problem.tsx";
import { session } from "../session.ts";
import { fullTimeOf, spanWords, whenOf } from "../words/times.ts";
import { knows, t, word } from "../words/words.ts";
import { answerProblem, refreshTold, reported } from "./store.ts";

/** After a report: a reference to read aloud, the number first, who is being told, what is owed next. */
export default function Answer({ reference }: { reference: string }) {
  const [known, setKnown] = useState<Case | null>(null);
  const version = changes.value.get(reference);
  // Asked anew at each event of this case.
  useEffect(() => {
    const fresh = reported.peek()?.reference === reference && version === undefined;
    if (!fresh) void refreshTold(reference).then((answer) => answer && setKnown(answer));
  }, [reference, version]);

  const person = session.value;
  const own = reported.value?.reference === reference ? reported.value : null;
  if (!own && !known) {
    return (
      <Page title={t("answer.title")}>
        {answerProblem.value ? (
          <ProblemPanel problem={answerProblem.value} onAgain={() => void refreshTold(reference)} />
        ) : (
          <Waiting />
        )}
      </Page>
    );
  }
  const told = own?.told ?? known?.notices ?? [];
  const call = own?.call ?? callOf(told);
  const at = known?.reported_at ?? told[0]?.sent_at ?? own?.now;
  return (
    <Page title={t("answer.title")} ownHeading class="k-answer">
      <div class="k-answer__main">
        <section class="k-panel">
          <h1 tabIndex={-1} id="title">
            {t("answer.title")} <span class="k-answer__reference">{reference}</span>
          </h1>
          <p class="k-second k-answer__when">
            {at ? t("answer.when", { moment: fullTimeOf(at), office: officeOf(person) }) : null}{" "}
            {t("answer.read-aloud")}
          </p>
          {call ? (
            <Call number={call.number} words={t("answer.call")} under={`${numberWords(call.number)}, ${call.office}`} />
          ) : null}
        </section>
        <section class="k-panel">
          <div class="k-page__head">
            <h2>{t("answer.told")}</h2>
            <LiveLine />
          </div>
          {told.map((notice) => (
            <ToldRow key={notice.notice} notice={notice} calls={notice.call !== call?.number} />
          ))}
        </section>
      </div>
      <section class="k-panel k-answer__next">
        <h2>{t("answer.next")}</h2>
        <Next reference={reference} known={known} />
        <div class="k-stack">
          <a class="k-button k-button--second" href={href.case(reference)}>
            {t("answer.open")}
          </a>
          <a class="k-button k-button--second" href={href.report}>
            {t("answer.another")}
          </a>
        </div>
      </section>
    </Page>
  );
}

const officeOf = (person: Session | null): string =>
  person ? `${word("agency.", person.agency)}, ${placeOf(person)}` : "";

function callOf(told: Told[]): { office: string; number: string } | null {
  const first = told.find((notice) => notice.party === "prosecutor" && notice.call);
  return first?.call ? { office: first.office, number: first.call } : null;
}

function ToldRow({ notice, calls }: { notice: Told; calls: boolean }) {
  return (
    <div class="k-told">
      <h3>{knows(`office.${notice.party}`) ? t(`office.${notice.party}`) : notice.office}</h3>
      <p class="k-second">{notice.who ?? notice.office}</p>
      <NoticeLine notice={notice} now={minute.value} />
      {calls && notice.call && notice.state !== "acknowledged" ? (
        <Call number={notice.call} words={t("call.number", { number: numberWords(notice.call) })} rank="second" />
      ) : null}
    </div>
  );
}

interface NextProps {
  reference: string;
  known: Case | null;
}

/** What is owed next: from the answer to the report; by the case when the page was opened by its address. */
function Next({ reference, known }: NextProps) {
  const own = reported.value?.reference === reference ? reported.value.next : null;
  const owed = known?.strands
    .flatMap((strand) => strand.obligations)
    .filter((one) => one.state === "running" && !one.notice);
  if (own === null && !owed) return null;
  if (owed)
    return (
      <>
        {owed.slice(0, 5).map((one) => (
          <div class="k-owed" key={`${one.step}-${one.item.kind}-${one.item.number}`}>
            <h3>{stepOfItem(one.step, one.item)}</h3>
            <ClockTag owed={one} now={minute.value} />
            <p class="k-second">
              {one.due_at ? t("answer.until", { time: whenOf(one.due_at, minute.value) }) : null} {spanWords(one.span)},{" "}
              {basisWords(one.basis)}
            </p>
          </div>
        ))}
      </>
    );
  return (
    <>
      {own?.map((one) => (
        <div class="k-owed" key={`${one.step}-${one.item.kind}-${one.item.number}`}>
          <h3>{stepOfItem(one.step, one.item)}</h3>
          <ClockTag owed={{ state: "running", due_at: one.due_at }} now={minute.value} />
          <p class="k-second">{t("answer.until", { time: whenOf(one.due_at, minute.value) })}</p>
        </div>
      ))}
    </>
  );
}
