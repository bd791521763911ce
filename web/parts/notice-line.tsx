import type { NoticeState, Told } from "../api/types.ts";
import { afterWords, whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";

const states = ["sent", "delivered", "seen", "acknowledged"] as const;

/** A bed is accepted where a notice is acknowledged. */
export type Kind = "acknowledged" | "accepted";

type Facts = Pick<Told, "state" | "sent_at" | "on_duty" | "call"> &
  Partial<Pick<Told, "delivered_at" | "seen_at" | "acknowledged_at" | "climbs">>;

export function noticeSentence(notice: Facts, kind: Kind = "acknowledged"): string {
  if (notice.state === "acknowledged") {
    const after = afterWords(notice.sent_at, notice.acknowledged_at ?? notice.sent_at);
    return t(`notice.is-${kind}`, { after });
  }
  if (!notice.on_duty && notice.state === "sent") return t("notice.nobody-on-duty");
  if (notice.state === "seen") return t(`notice.seen-not-${kind}`);
  return t(notice.state === "sent" ? "notice.only-sent" : "notice.only-delivered");
}

/** A notice: a sentence, four facts each with its own time, and what happens without an answer. */
export function NoticeLine({ notice, now, kind = "acknowledged" }: { notice: Facts; now: number; kind?: Kind }) {
  const reached = states.indexOf(notice.state);
  const times: Record<NoticeState, string | null | undefined> = {
    sent: notice.sent_at,
    delivered: notice.delivered_at,
    seen: notice.seen_at,
    acknowledged: notice.acknowledged_at,
  };
  return (
    <div class="k-notice">
      <p class="k-notice__sentence">{noticeSentence(notice, kind)}</p>
      <ol class="k-notice__facts">
        {states.map((state, index) => {
          const done = index <= reached;
          const at = times[state];
          return (
            <li key={state} class={done ? "is-done" : undefined}>
              <svg class="k-notice__square" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <rect x="1" y="1" width="14" height="14" rx="3" />
                {done ? <path d="m4 8.2 2.7 2.7 5.3-5.6" /> : null}
              </svg>
              <span class="k-notice__name">
                {t(state === "acknowledged" && kind === "accepted" ? "notice.accepted" : `notice.${state}`)}
              </span>{" "}
              <span class="k-notice__time">{done && at ? whenOf(at, now) : done ? "" : t("notice.not-yet")}</span>
            </li>
          );
        })}
      </ol>
      {notice.state !== "acknowledged" && notice.climbs ? (
        <p class="k-second">
          {t("notice.climbs", { time: whenOf(notice.climbs.at, now), party: word("party.", notice.climbs.party) })}
        </p>
      ) : null}
      {!notice.on_duty && notice.state !== "acknowledged" && notice.call ? (
        <p class="k-second">{t("notice.call", { number: notice.call })}</p>
      ) : null}
    </div>
  );
}
