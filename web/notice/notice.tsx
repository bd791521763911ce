import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client.ts";
import { minute } from "../api/now.ts";
import type { Acknowledged, Counts, Payload, Problem } from "../api/types.ts";
import { Page, Waiting } from "../page/page.tsx";
import { href } from "../page/router.ts";
import { Call } from "../parts/call.tsx";
import { ProblemPanel } from "../parts/problem.tsx";
import { Sealed } from "../parts/sealed.tsx";
import { fullTimeOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import { AnsweredTag } from "../work/news.tsx";
import { acknowledge, answered } from "../work/store.ts";

interface NoticeProps {
  reference: string;
  notice: string;
}

/** A notice read before it is answered. Opening it is recorded as seen, which answers nothing. */
export default function Notice({ reference, notice }: NoticeProps) {
  const [payload, setPayload] = useState<Payload | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async (): Promise<void> => {
    setProblem(null);
    const answer = await ask<Payload>(`/cases/${encodeURIComponent(reference)}/notices/${encodeURIComponent(notice)}`);
    if (answer.ok) setPayload(answer.data);
    else setProblem(answer.problem);
  };
  // Opened once for each notice.
  useEffect(() => void open(), [reference, notice]);

  return (
    <Page title={t("notice.title", { reference })} class="k-reading">
      {problem ? <ProblemPanel problem={problem} onAgain={() => void open()} /> : null}
      {payload ? <Opened payload={payload} /> : problem ? null : <Waiting />}
    </Page>
  );
}

const kinds = ["women", "men", "children", "unsure"] as const;

export function countWords(counts: Counts): string {
  const words = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`report.count-${kind}`, { count: counts[kind] }));
  const list = words.length > 0 ? words.join(", ") : t("notice.nobody-counted");
  return counts.about ? t("notice.about", { list }) : list;
}

/** The payload's fields in words, in the order in which they are needed. */
export function linesOf(fields: Payload["fields"]): { label: string; words: string }[] {
  const lines: { label: string; words: string }[] = [];
  const add = (label: string, words: string | undefined): void => {
    if (words) lines.push({ label: t(label), words });
  };
  const counts = fields["case.counts"];
  const children = fields["case.counts.children"];
  const region = fields["case.region"];
  const danger = fields["case.danger"];
  const reported = fields["case.reported_at"];
  add("notice.field-who", counts && countWords(counts));
  add("notice.field-children", children === undefined ? undefined : String(children));
  add("notice.field-where", region && word("region.", region));
  add("report.danger-short", danger && t(`answer.${danger}`));
  add("notice.field-signs", fields["case.indicators"]?.map((sign) => word("sign.", sign)).join(", "));
  add("notice.field-languages", fields["case.languages"]?.map((code) => word("language.", code)).join(", "));
  add("notice.field-reported", reported && fullTimeOf(reported));
  return lines;
}

function Opened({ payload }: { payload: Payload }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const told = answered.value.get(payload.notice);
  const at = told?.acknowledged_at ?? payload.states.acknowledged ?? null;
  const tap = async (): Promise<void> => {
    if (sending) return;
    setSending(true);
    setProblem(await acknowledge(payload));
    setSending(false);
  };
  return (
    <section class="k-panel k-reading__panel">
      {at ? <AnsweredTag at={at} sent_at={payload.states.sent ?? at} now={minute.value} /> : null}
      <h2>{word("procedure.kosovo.", `${payload.step}.title`)}</h2>
      <dl class="k-list">
        <div>
          <dt>{t("case.reference")}</dt>
          <dd class="k-reference">{payload.reference}</dd>
        </div>
        {linesOf(payload.fields).map(({ label, words }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Sealed>{t("notice.sealed")}</Sealed>
      {problem ? (
        <p class="k-field-error" role="alert">
          {problem.title} {problem.detail}
        </p>
      ) : null}
      <Answered told={told} at={at} phone={payload.fields["case.reporter_phone"] ?? told?.call ?? null} />
      <div class="k-stack">
        {at ? null : (
          <button type="button" class="k-button k-button--first k-button--tall" onClick={() => void tap()}>
            {t(sending ? "arriving.sending" : "arriving.acknowledge")}
          </button>
        )}
        <a class="k-button k-button--second" href={at ? href.case(payload.reference) : href.work}>
          {t(at ? "answer.open" : "notice.back")}
        </a>
      </div>
    </section>
  );
}

function Answered({ told, at, phone }: { told: Acknowledged | undefined; at: string | null; phone: string | null }) {
  return (
    <>
      {phone ? (
        <Call number={phone} words={t("news.call-sender")} under={phone} rank={at ? "first" : "second"} />
      ) : null}
      {told && !told.met ? <p>{t("news.not-met")}</p> : null}
      {at ? <p class="k-second">{t("news.sender-sees")}</p> : null}
    </>
  );
}
