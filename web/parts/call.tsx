import { t } from "../words/words.ts";
import { Phone } from "./shapes.tsx";

/** `tel:` takes no spaces; people read numbers with them. */
export const telOf = (number: string): string => `tel:${number.replace(/[^0-9+*#]/g, "")}`;

/** A number is read as one: it never breaks at the end of a line. */
export const numberWords = (number: string): string => number.replaceAll(" ", "\u00a0");

interface CallProps {
  number: string;
  /** What stands on the button; the number itself when nothing is said. */
  words?: string | undefined;
  /** The second line. */
  under?: string | undefined;
  rank?: "first" | "second" | "danger";
}

/** A button that calls. The number stands on it, so that it can be dialled from another phone. */
export function Call({ number, words, under, rank = "first" }: CallProps) {
  const label = words ?? numberWords(number);
  return (
    <a class={`k-button k-button--${rank} k-call`} href={telOf(number)}>
      <Phone />
      <span>
        {words ? null : <span class="govuk-visually-hidden">{t("call.call")} </span>}
        {label}
        {under ? <span class="k-call__under">{under}</span> : null}
      </span>
    </a>
  );
}
