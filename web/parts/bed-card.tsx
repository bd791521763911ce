import type { ComponentChildren } from "preact";
import { t } from "../words/words.ts";
import { Sealed } from "./sealed.tsx";
import { Dash, Tick } from "./shapes.tsx";

export interface Bed {
  /** Its code name; a shelter's address stands nowhere. */
  name: string;
  free: number;
  answers_within_hours: number;
  needs: { need: string; fits: boolean }[];
}

/** A shelter that could take the person: free beds, what fits and what does not, one action. */
export function BedCard({
  bed,
  words,
  children,
}: {
  bed: Bed;
  words(need: string): string;
  children: ComponentChildren;
}) {
  return (
    <article class="k-panel k-bed">
      <div class="k-bed__head">
        <h3>{bed.name}</h3>
        <p class="k-bed__free">
          <strong>{bed.free}</strong> {t("bed.free", { count: bed.free })}
        </p>
        <p class="k-second">{t("bed.answers", { hours: bed.answers_within_hours })}</p>
      </div>
      <ul class="k-bed__needs">
        {bed.needs.map(({ need, fits }) => (
          <li key={need} class={fits ? undefined : "is-not"}>
            {fits ? <Tick /> : <Dash />}
            <span>
              <span class="govuk-visually-hidden">{t(fits ? "bed.fits" : "bed.fits-not")} </span>
              {words(need)}
            </span>
          </li>
        ))}
      </ul>
      {children}
      <Sealed>{t("bed.sealed")}</Sealed>
    </article>
  );
}
