import type { Obligation, Strand as StrandData } from "../api/types.ts";
import { t } from "../words/words.ts";
import { Facts } from "./facts.tsx";
import { itemWords, ObligationRow } from "./obligation-row.tsx";

const closed = (owed: Obligation): boolean =>
  owed.state === "met" || owed.state === "waived" || owed.state === "lapsed";

/** "3 met, 1 waived" */
function countWords(list: Obligation[]): string {
  return (["met", "waived", "lapsed"] as const)
    .map((state) => [state, list.filter((owed) => owed.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => t(`strand.${state}`, { count }))
    .join(", ");
}

/**
 * The steps of the case, or of one person, in the procedure's order: urgency has its own place above. Where there is
 * little room (`fold`) what is closed goes into one line that counts it.
 */
export function Strand({ strand, now, fold }: { strand: StrandData; now: number; fold: boolean }) {
  const done = strand.obligations.filter(closed);
  const rest = fold ? strand.obligations.filter((owed) => !closed(owed)) : strand.obligations;
  const id = `strand-${strand.item.kind}-${strand.item.number}`;
  return (
    <section class="k-strand" aria-labelledby={id}>
      <div class="k-strand__head">
        <h3 id={id}>{itemWords(strand.item)}</h3>
        <p>{t("strand.closed-of", { closed: done.length, total: strand.obligations.length })}</p>
      </div>
      <Facts facts={strand.facts} />
      <ul class="k-rail">
        {rest.map((owed) => (
          <ObligationRow key={`${owed.step}-${owed.epoch}`} owed={owed} now={now} />
        ))}
      </ul>
      {fold && done.length > 0 ? (
        <details class="k-fold">
          <summary>{t("strand.fold", { count: done.length, words: countWords(done) })}</summary>
          <ul class="k-rail">
            {done.map((owed) => (
              <ObligationRow key={`${owed.step}-${owed.epoch}`} owed={owed} now={now} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
