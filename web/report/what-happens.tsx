import { Sealed } from "../parts/sealed.tsx";
import { t, word } from "../words/words.ts";

/** Beside the form on a wide screen: who gets what, in the payload's own fields, and what follows. */
export function WhatHappens({ region }: { region: string }) {
  return (
    <aside class="k-after" aria-labelledby="after-title">
      <h2 id="after-title">{t("after.title")}</h2>
      <ol>
        <li>
          <h3>{t("after.told")}</h3>
          <dl>
            {(["prosecutor", "vau", "csw"] as const).map((party) => (
              <div key={party}>
                <dt>
                  {t(`office.${party}`)}
                  {party === "vau" || !region ? null : `, ${word("region.", region)}`}
                </dt>
                <dd>{t(`after.fields-${party}`)}</dd>
              </div>
            ))}
          </dl>
        </li>
        <li>
          <h3>{t("after.reference")}</h3>
          <p>{t("after.reference-words")}</p>
        </li>
        <li>
          <h3>{t("after.climb")}</h3>
          <p>{t("after.climb-words")}</p>
        </li>
      </ol>
      <Sealed>{t("after.sealed")}</Sealed>
    </aside>
  );
}
