import { minute } from "../api/now.ts";
import type { Row } from "../api/types.ts";
import { href } from "../page/router.ts";
import { Call } from "../parts/call.tsx";
import { isOverdue } from "../parts/clock.ts";
import { ClockTag } from "../parts/clock-tag.tsx";
import { stepOfItem } from "../parts/obligation-row.tsx";
import { session } from "../session.ts";
import { whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import { type Group, idOf } from "./groups.ts";

interface ListProps {
  groups: Group[];
  chosen: string | null;
  view: "owed" | "waiting";
  headings?: boolean;
  onChoose(row: Row): void;
}

/** The rows in their groups: cards and lines on a phone, columns on a wide screen; the same list to those who hear it. */
export function RowList({ groups, chosen, view, headings = true, onChoose }: ListProps) {
  return (
    <div class="k-rows">
      <p class="k-rows__columns" aria-hidden="true">
        <span>{t("work.column-clock")}</span>
        <span>{t(`work.column-${view}`)}</span>
        <span>{t("work.column-case")}</span>
      </p>
      {groups.map(({ name, rows }) => (
        <section key={name} class={`k-rows__group k-rows__group--${name}`} aria-label={t(`work.group-${name}`)}>
          {headings ? (
            <h2 class="k-group-title">
              {t(`work.group-${name}`)} <span>{rows.length}</span>
            </h2>
          ) : null}
          <ul>
            {rows.map((row) => (
              <OneRow key={idOf(row)} row={row} chosen={idOf(row) === chosen} onChoose={() => onChoose(row)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** "Your unit owes it", or who does. */
export function owesWords(row: Row): string {
  const mine = new Set(session.value?.groups.map((group) => group.id));
  if (row.owes.some((owner) => mine.has(owner.group))) return t("owes.unit");
  return t("owes.by", { who: row.owes.map((owner) => owner.label).join(", ") });
}

/** Who has been told so far of what is late. */
export function climbWords(row: Row, now: number): string {
  const fired = row.rungs.filter((rung) => rung.fired_at !== null).at(-1);
  const parts: string[] = [];
  if (row.notice) parts.push(t("work.not-answered", { time: whenOf(row.started_at, now) }));
  if (fired)
    parts.push(
      t("work.rung-told", { party: word("party.", fired.party), time: whenOf(fired.fired_at ?? fired.at, now) }),
    );
  return parts.join(" ");
}

interface RowProps {
  row: Row;
  chosen: boolean;
  onChoose(): void;
}

/** A row can be chosen by mouse or focus: the inspector follows. Its link opens the case. */
function OneRow({ row, chosen, onChoose }: RowProps) {
  const late = isOverdue(row, minute.value);
  const region = t("work.region-reported", {
    region: word("region.", row.region),
    time: whenOf(row.started_at, minute.value),
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside takes the focus, which chooses as well
    <li
      class={`k-row${late ? " k-row--late" : ""}${chosen ? " is-chosen" : ""}`}
      onClick={onChoose}
      onFocusCapture={onChoose}
    >
      <div class="k-row__clock">
        <ClockTag owed={row} now={minute.value} manner="due" />
      </div>
      <div class="k-row__what">
        <a class="k-row__link" id={`row-${idOf(row)}`} href={href.case(row.reference)}>
          {stepOfItem(row.step, row.item)}
        </a>
        <p class="k-second">{owesWords(row)}</p>
      </div>
      <div class="k-row__case">
        <p>{row.handle ?? region}</p>
        <p class="k-reference">{row.reference}</p>
      </div>
      {late ? (
        <div class="k-row__late">
          <p class="k-second">{climbWords(row, minute.value)}</p>
          {row.call ? <Call number={row.call} /> : null}
        </div>
      ) : null}
    </li>
  );
}
