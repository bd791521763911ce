import { useState } from "preact/hooks";
import { minute } from "../api/now.ts";
import type { News, Problem } from "../api/types.ts";
import { href } from "../page/router.ts";
import { Call } from "../parts/call.tsx";
import { ClockTag } from "../parts/clock-tag.tsx";
import { Shape } from "../parts/shapes.tsx";
import { lengthKey, lengthOf, timeOf, whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import { acknowledge, answered } from "./store.ts";

/** What came: notices that wait for an answer first, then those that have one. */
export function NewsList({ news }: { news: News[] }) {
  if (news.length === 0) return <p class="k-panel">{t("work.no-news")}</p>;
  const open = (one: News): boolean => one.acknowledged_at === null && !answered.value.has(one.notice);
  const sorted = [...news].sort((a, b) => Number(open(b)) - Number(open(a)) || b.sent_at.localeCompare(a.sent_at));
  return (
    <ul class="k-news">
      {sorted.map((one) => (
        <li key={one.notice} class="k-panel">
          <OneNews news={one} />
        </li>
      ))}
    </ul>
  );
}

/** "Acknowledged 00:53, after 1 minute" */
export function AnsweredTag({ at, sent_at, now }: { at: string; sent_at: string; now: number }) {
  const [key, values] = lengthKey("news.acknowledged", lengthOf(Date.parse(at) - Date.parse(sent_at)));
  return (
    <strong class="k-clock k-clock--met">
      <Shape name="met" size={16} /> <span>{t(key, { time: whenOf(at, now), ...values })}</span>
    </strong>
  );
}

function OneNews({ news }: { news: News }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const told = answered.value.get(news.notice);
  const at = told?.acknowledged_at ?? news.acknowledged_at;
  const call = told?.call ?? (at ? news.call : null);
  const tap = async (): Promise<void> => {
    if (sending) return;
    setSending(true);
    setProblem(await acknowledge(news));
    setSending(false);
  };
  return (
    <>
      {at ? (
        <AnsweredTag at={at} sent_at={news.sent_at} now={minute.value} />
      ) : news.due_at ? (
        <ClockTag owed={{ state: "running", due_at: news.due_at }} now={minute.value} />
      ) : null}
      <h2>{t("arriving.title", { region: word("region.", news.region) })}</h2>
      <p>
        <strong class="k-reference">{news.reference}</strong>{" "}
        <span class="k-second">{t("arriving.sent", { time: timeOf(news.sent_at) })}</span>
      </p>
      {told && !told.met ? <p>{t("news.not-met")}</p> : null}
      {problem ? (
        <p class="k-field-error" role="alert">
          {problem.title} {problem.detail}
        </p>
      ) : null}
      <div class="k-stack">
        {at ? null : (
          <button type="button" class="k-button k-button--first" onClick={() => void tap()}>
            {t(sending ? "arriving.sending" : "arriving.acknowledge")}
          </button>
        )}
        {call ? <Call number={call} words={t("news.call-sender")} under={call} /> : null}
        <a class="k-button k-button--second" href={href.notice(news.reference, news.notice)}>
          {t("news.read")}
        </a>
      </div>
    </>
  );
}
