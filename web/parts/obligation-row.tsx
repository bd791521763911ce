import type { Item, Obligation } from "../api/types.ts";
import { spanWords, whenOf } from "../words/times.ts";
import { knows, t, word } from "../words/words.ts";
import { clockOf, dueWords } from "./clock.ts";
import { ClockTag } from "./clock-tag.tsx";
import { Shape } from "./shapes.tsx";

/** The words of a step. The house's procedure is Kosovo's; another country's file brings its own family. */
export const stepWords = (step: string): string => word("procedure.kosovo.", `${step}.title`);

export function itemWords(item: Item): string {
  if (item.kind === "case") return t("item.case");
  return t(`item.${item.kind}`, { number: item.number });
}

/** "Interview with the person: person 2"; the case's own steps stand alone. */
export const stepOfItem = (step: string, item: Item): string =>
  item.kind === "case" ? stepWords(step) : t("item.step", { step: stepWords(step), item: itemWords(item) });

export function basisWords(basis: Obligation["basis"]): string {
  if (basis.kind === "text" && basis.words) return t("basis.text-words", { words: basis.words });
  if (basis.kind === "law" && basis.words) return t("basis.law-words", { words: basis.words });
  return t(`basis.${basis.kind}`);
}

/** An obligation on the rail: shape on the line, step, clock, who owes it and what meets it, then the basis of its time. */
export function ObligationRow({ owed, now }: { owed: Obligation; now: number }) {
  const { shape } = clockOf(owed, now);
  const open = owed.state === "running" || owed.state === "paused";
  return (
    <li class={`k-step k-step--${shape}`}>
      <span class="k-step__shape">
        <Shape name={shape} />
      </span>
      <h4 class={open ? "k-step__name" : "k-step__name is-closed"}>{stepWords(owed.step)}</h4>
      {open ? <ClockTag owed={owed} now={now} /> : <ClosedWords owed={owed} now={now} />}
      {open ? <OpenWords owed={owed} now={now} /> : null}
      <BasisLine owed={owed} now={now} open={open} />
    </li>
  );
}

/** What is closed says when, by whom, after how long; what has not begun says what begins it. */
function ClosedWords({ owed, now }: { owed: Obligation; now: number }) {
  if (owed.state === "waiting") {
    const starts = `procedure.kosovo.${owed.step}.starts`;
    return (
      <p class="k-second">
        {t("clock.not-started")}. {knows(starts) ? t(starts) : null}
      </p>
    );
  }
  const by = owed.met_by ? ` ${owed.met_by}.` : "";
  return (
    <p class="k-second">
      {clockOf(owed, now).words}.{by}
    </p>
  );
}

function OpenWords({ owed, now }: { owed: Obligation; now: number }) {
  const met = `procedure.kosovo.${owed.step}.met`;
  const missing = owed.parts.filter((part) => part.given_at === null);
  const partly = missing.length > 0 && missing.length < owed.parts.length;
  const climbed = owed.rungs.filter((rung) => rung.fired_at !== null);
  return (
    <>
      <p class="k-second">
        {owed.owes.length > 0 ? t("owes.by", { who: owed.owes.map((owner) => owner.label).join(", ") }) : null}{" "}
        {knows(met) ? t(met) : null}
        {partly ? ` ${t("owes.still", { who: missing.map((part) => word("party.", part.party)).join(", ") })}` : null}
      </p>
      {climbed.length > 0 ? (
        <p class="k-second">
          {t("rung.climbed")}{" "}
          {climbed
            .map((rung) =>
              t("rung.party-at", { party: word("party.", rung.party), time: whenOf(rung.fired_at ?? rung.at, now) }),
            )
            .join(", ")}
          .
        </p>
      ) : null}
    </>
  );
}

function BasisLine({ owed, now, open }: { owed: Obligation; now: number; open: boolean }) {
  return (
    <p class="k-basis">
      <span aria-hidden="true">§</span>
      <span>
        {open && owed.due_at && owed.kind !== "period" ? `${dueWords(owed.due_at, now)} ` : null}
        {owed.span ? `${spanWords(owed.span)}, ` : null}
        {basisWords(owed.basis)}
      </span>
    </p>
  );
}
