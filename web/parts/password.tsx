import { useState } from "preact/hooks";
import { t } from "../words/words.ts";
import { Field } from "./errors.tsx";

interface PasswordProps {
  error?: string | undefined;
  autofocus?: boolean;
  /** The element, so that the form reads it once and keeps no copy. */
  take(input: HTMLInputElement | null): void;
}

/** A password that can be shown, pasted and filled in by a manager. Its text is in the field and nowhere else. */
export function Password({ error, take }: PasswordProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field id="password" label={t("sign-in.password")} error={error}>
      {(attributes) => (
        <div class="k-password">
          <input
            {...attributes}
            class="govuk-input"
            ref={take}
            {...(shown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
            autocomplete="current-password"
            autocapitalize="none"
            spellcheck={false}
          />
          <button
            type="button"
            class="k-button k-button--second"
            aria-controls="password"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? "sign-in.hide" : "sign-in.show")}
            <span class="govuk-visually-hidden"> {t("sign-in.password")}</span>
          </button>
        </div>
      )}
    </Field>
  );
}
