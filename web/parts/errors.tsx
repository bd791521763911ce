import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/types.ts";
import { jump } from "../page/jump.ts";
import { t } from "../words/words.ts";
import { Shape } from "./shapes.tsx";

export interface Finding {
  /** The id of the field. */
  field: string;
  words: string;
}

/** What is wrong with a form, as links to its fields. It takes the focus when it appears or changes. */
export function ErrorSummary({ findings, problem }: { findings: Finding[]; problem?: Problem | null }) {
  const box = useRef<HTMLDivElement>(null);
  const sign = JSON.stringify([findings, problem?.title, problem?.detail]);
  // The focus follows what the summary says.
  useEffect(() => box.current?.focus(), [sign]);
  const title = findings.length > 0 ? t("error.to-mend", { count: findings.length }) : (problem?.title ?? "");
  return (
    <div class="k-errors" ref={box} tabIndex={-1} role="alert" aria-labelledby="errors-title">
      <h2 id="errors-title" class="k-h2">
        {title}
      </h2>
      {problem && findings.length === 0 ? <p>{problem.detail}</p> : null}
      {findings.length > 0 ? (
        <ul class="k-errors__list">
          {findings.map(({ field, words }) => (
            <li key={field + words}>
              <a href={`#${field}`} onClick={(event) => jump(event, field)}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      <p class="k-errors__kept">{t("error.nothing-lost")}</p>
    </div>
  );
}

/** The message at the field itself; the field names it in `aria-describedby`. */
export const FieldError = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <p id={id} class="k-field-error">
    <Shape name="overdue" size={18} />{" "}
    <span>
      <span class="govuk-visually-hidden">{t("error.error")} </span>
      {children}
    </span>
  </p>
);

interface FieldProps {
  id: string;
  label: string;
  optional?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  children(attributes: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }): ComponentChildren;
}

/** A label, its hint, its error and the control, tied together for those who hear the page. */
export function Field({ id, label, optional, hint, error, children }: FieldProps) {
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div class={error ? "k-field k-field--error" : "k-field"}>
      <label class="k-label" for={id}>
        {label} {optional ? <span class="k-optional">{t("field.optional")}</span> : null}
      </label>
      {hint ? (
        <p class="k-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
    </div>
  );
}
