import type { ComponentChildren } from "preact";
import type { Case } from "../api/types.ts";
import { whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import { Facts } from "./facts.tsx";

type Known = Pick<Case, "reference" | "region" | "reported_at" | "handle" | "facts">;

/** Which case this is. Where the handle is sealed to the reader, reference and region stand alone. */
export function IdentityBar({ known, now, children }: { known: Known; now: number; children?: ComponentChildren }) {
  const region = word("region.", known.region);
  const reported = t("case.reported", { time: whenOf(known.reported_at, now) });
  return (
    <div class="k-identity">
      <div class="k-identity__in">
        <div>
          <h1 tabIndex={-1} id="title">
            {known.handle ?? t("case.title", { reference: known.reference, region })}
          </h1>
          <p class="k-second">
            <strong class="k-reference">{known.reference}</strong> · {region} · {reported}
          </p>
        </div>
        <Facts facts={known.facts} />
        {children ? <div class="k-identity__actions">{children}</div> : null}
      </div>
    </div>
  );
}
