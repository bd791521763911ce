import { useRef, useState } from "preact/hooks";
import type { Problem } from "../api/types.ts";
import { Languages } from "../page/frame.tsx";
import { dutyLine } from "../page/house.ts";
import { Page } from "../page/page.tsx";
import { Call, numberWords } from "../parts/call.tsx";
import { ErrorSummary, Field } from "../parts/errors.tsx";
import { Password } from "../parts/password.tsx";
import { Mark } from "../parts/shapes.tsx";
import { signIn } from "../session.ts";
import { t } from "../words/words.ts";

/** The same to whoever tries, whatever was wrong. */
export const isWrong = (problem: Problem): boolean =>
  problem.code === "sign-in-failed" || problem.code === "wrong-password";

/** What a person reads when signing in failed. Wrong name and wrong password read alike. */
export function refusalWords(problem: Problem): string {
  if (isWrong(problem)) return t("sign-in.wrong");
  if (problem.code === "too-many-tries") return t("sign-in.wait", { seconds: problem.retry_after ?? 1 });
  return problem.detail;
}

export default function SignIn() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<("name" | "password")[]>([]);
  const [sending, setSending] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement | null>(null);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    const given = { name: name.current?.value.trim() ?? "", password: password.current?.value ?? "" };
    const lacking = (["name", "password"] as const).filter((field) => given[field] === "");
    setMissing(lacking);
    setProblem(null);
    if (lacking.length > 0) return;
    setSending(true);
    const answer = await signIn(given.name, given.password);
    if (answer.ok) return; // the frame takes over
    if (password.current) password.current.value = "";
    setSending(false);
    setProblem(answer.problem);
  };

  const findings = missing.map((field) => ({ field, words: t(`sign-in.give-${field}`) }));
  const wordsAt = (field: "name" | "password") => (missing.includes(field) ? t(`sign-in.give-${field}`) : undefined);
  return (
    <main id="main" tabIndex={-1} class="k-main k-entry">
      <p class="k-entry__mark">
        <Mark size={64} /> <span>Kulla</span>
      </p>
      <Page title={t("sign-in.sign-in")}>
        {findings.length > 0 ? <ErrorSummary findings={findings} /> : null}
        <form class="k-panel" onSubmit={submit} noValidate>
          {problem ? (
            <p class="k-field-error" role="alert">
              {refusalWords(problem)}
            </p>
          ) : null}
          <Field id="name" label={t("sign-in.name")} error={wordsAt("name")}>
            {(attributes) => (
              <input
                {...attributes}
                class="govuk-input"
                ref={name}
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
              />
            )}
          </Field>
          <Password
            error={wordsAt("password")}
            take={(input) => {
              password.current = input;
            }}
          />
          <button type="submit" class="k-button k-button--first">
            {t(sending ? "sign-in.signing-in" : "sign-in.sign-in")}
          </button>
        </form>
        <p class="k-entry__help">{t("sign-in.cannot")}</p>
        <Call
          rank="second"
          number={dutyLine()}
          words={t("call.duty-line-number", { number: numberWords(dutyLine()) })}
        />
        <Languages />
      </Page>
    </main>
  );
}
