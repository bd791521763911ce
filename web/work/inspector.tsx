import { minute } from "../api/now.ts";
import type { Row } from "../api/types.ts";
import { href } from "../page/router.ts";
import { Call } from "../parts/call.tsx";
import { dueWords } from "../parts/clock.ts";
import { NextUp } from "../parts/next-up.tsx";
import { basisWords, stepOfItem } from "../parts/obligation-row.tsx";
import { spanWords, whenOf } from "../words/times.ts";
import { knows, t, word } from "../words/words.ts";
import { climbWords } from "./rows.tsx";

/** Beside the list on a wide screen: the chosen row, from open facts alone. Looking here opens nothing sealed. */
export function Inspector({ row }: { row: Row }) {
  const now = minute.value;
  const met = `procedure.kosovo.${row.step}.met`;
  return (
    <aside class="k-inspector k-panel" aria-label={t("work.inspector")}>
      <p class="k-second">
        <strong class="k-reference">{row.reference}</strong> · {word("region.", row.region)}
      </p>
      {row.handle ? <h2>{row.handle}</h2> : null}
      <NextUp owed={row} now={now} title={stepOfItem(row.step, row.item)} words={climbWords(row, now)} level={3}>
        {row.call ? <Call number={row.call} /> : null}
      </NextUp>
      {knows(met) ? <p>{t(met)}</p> : null}
      <p class="k-basis">
        <span aria-hidden="true">§</span>
        <span>
          {row.due_at ? `${dueWords(row.due_at, now)} ` : null}
          {spanWords(row.span)}, {basisWords(row.basis)}
        </span>
      </p>
      {row.rungs.length > 0 ? <Ladder row={row} now={now} /> : null}
      <a class="k-button k-button--second" href={href.case(row.reference)}>
        {t("answer.open")}
      </a>
    </aside>
  );
}

/** Who was told when nobody answered, and who will be. */
function Ladder({ row, now }: { row: Row; now: number }) {
  return (
    <>
      <h3>{t("rung.title")}</h3>
      <ol class="k-timeline">
        {row.rungs.map((rung) => (
          <li key={rung.party + rung.at} class={rung.fired_at ? undefined : "is-ahead"}>
            <span class="k-timeline__time">{whenOf(rung.fired_at ?? rung.at, now)}</span>
            <div class="k-timeline__body">
              <p>{t(rung.fired_at ? "rung.told" : "rung.will-be-told", { party: word("party.", rung.party) })}</p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
