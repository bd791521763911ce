import type { Problem } from "../api/types.ts";
import { dutyLine } from "../page/house.ts";
import { t } from "../words/words.ts";
import { Call, numberWords } from "./call.tsx";

/** A question that failed: what, and what to do. */
export function ProblemPanel({ problem, onAgain }: { problem: Problem; onAgain(): void }) {
  return (
    <section class="k-panel k-problem" role="alert">
      <h2>{problem.title}</h2>
      <p>{problem.detail}</p>
      <div class="k-pair">
        <button type="button" class="k-button k-button--first" onClick={onAgain}>
          {t("action.try-again")}
        </button>
        {problem.status === 0 ? (
          <Call
            number={dutyLine()}
            words={t("call.duty-line-number", { number: numberWords(dutyLine()) })}
            rank="second"
          />
        ) : null}
      </div>
    </section>
  );
}
