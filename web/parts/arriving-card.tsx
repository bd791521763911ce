import { useEffect, useRef, useState } from "preact/hooks";
import type { News, Problem } from "../api/types.ts";
import { href } from "../page/router.ts";
import { timeOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import { ClockTag } from "./clock-tag.tsx";

/** No tap that was on its way to something else may answer a notice. */
export const wake_after_ms = 600;

interface CardProps {
  news: News;
  /** How many more wait behind it. */
  more: number;
  now: number;
  onAcknowledge(news: News): Promise<Problem | null>;
  onRead(news: News): void;
}

/**
 * A notice that has just come. It lies over the page from below, moves nothing, takes no focus, is announced, and
 * shows open facts alone. One tap acknowledges; "Read it first" opens the payload, which is recorded as seen.
 */
export function ArrivingCard({ news, more, now, onAcknowledge, onRead }: CardProps) {
  const [awake, setAwake] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const came = useRef(news.notice);

  // Another notice in the same place sleeps anew.
  useEffect(() => {
    setAwake(false);
    setProblem(null);
    setSending(false);
    came.current = news.notice;
    const timer = setTimeout(() => setAwake(true), wake_after_ms);
    return () => clearTimeout(timer);
  }, [news.notice]);

  const acknowledge = async (): Promise<void> => {
    if (!awake || sending) return;
    setSending(true);
    setProblem(null);
    const refused = await onAcknowledge(news);
    if (came.current !== news.notice) return;
    setSending(false);
    setProblem(refused);
  };

  const region = word("region.", news.region);
  return (
    <section class="k-arriving" aria-labelledby="arriving-title" data-awake={awake}>
      <div class="k-arriving__in">
        {news.due_at ? <ClockTag owed={{ state: "running", due_at: news.due_at }} now={now} /> : null}
        <h2 id="arriving-title" class="k-arriving__title">
          {t(news.epoch > 1 ? "arriving.title-again" : "arriving.title", { region })}
        </h2>
        <p role="status">
          <span class="govuk-visually-hidden">{t("arriving.arrived")} </span>
          {t("arriving.sent", { time: timeOf(news.sent_at) })} {news.rung ? t("arriving.rung") : null}{" "}
          {news.climbs
            ? t("arriving.climbs", { time: timeOf(news.climbs.at), party: word("party.", news.climbs.party) })
            : null}
        </p>
        <dl class="k-list">
          <div>
            <dt>{t("case.reference")}</dt>
            <dd class="k-reference">{news.reference}</dd>
          </div>
          <div>
            <dt>{t("report.danger-short")}</dt>
            <dd>{t(`answer.${news.danger}`)}</dd>
          </div>
          {news.child ? (
            <div>
              <dt>{t("arriving.child")}</dt>
              <dd>{t(`answer.${news.child}`)}</dd>
            </div>
          ) : null}
        </dl>
        {problem ? (
          <p class="k-field-error" role="alert">
            {problem.title} {problem.detail}
          </p>
        ) : null}
        <div class="k-arriving__actions">
          <button type="button" class="k-button k-button--first k-button--tall" onClick={() => void acknowledge()}>
            {t(sending ? "arriving.sending" : "arriving.acknowledge")}
          </button>
          <a
            class="k-button k-button--second"
            href={href.notice(news.reference, news.notice)}
            onClick={(event) => {
              if (awake) onRead(news);
              else event.preventDefault();
            }}
          >
            {t("arriving.read")}
          </a>
        </div>
        {more > 0 ? <p class="k-second">{t("arriving.more", { count: more })}</p> : null}
      </div>
    </section>
  );
}
