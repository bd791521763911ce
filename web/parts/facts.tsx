import { t, word } from "../words/words.ts";

/** The facts of a case or person in outlined chips; a fact that shortens a clock has a thick edge. */
export function Facts({ facts }: { facts: Record<string, string> }) {
  const shown = Object.entries(facts).filter(([fact, value]) => !unspoken.has(`${fact}.${value}`));
  if (shown.length === 0) return null;
  return (
    <ul class="k-facts" aria-label={t("facts.title")}>
      {shown.map(([fact, value]) => (
        <li key={fact} class={shortens.has(`${fact}.${value}`) ? "is-thick" : undefined}>
          {word("fact.", `${fact}.${value}`)}
        </li>
      ))}
    </ul>
  );
}

/** Nobody asked yet, or nothing is there yet: the rail says what is owed, a chip would only be noise. */
const unspoken = new Set(["shelter-wish.unasked", "place.none"]);
const shortens = new Set(["danger.yes", "child.yes", "child.unsure", "risk.high"]);
