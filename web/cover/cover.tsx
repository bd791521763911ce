import { useEffect, useRef, useState } from "preact/hooks";
import { minute } from "../api/now.ts";
import type { Problem, Session } from "../api/types.ts";
import { keptForms } from "../page/form.ts";
import { placeOf } from "../page/frame.tsx";
import { dutyLine } from "../page/house.ts";
import { Page } from "../page/page.tsx";
import { telOf } from "../parts/call.tsx";
import { Field, FieldError } from "../parts/errors.tsx";
import { Password } from "../parts/password.tsx";
import { Bell, Mark, Tick } from "../parts/shapes.tsx";
import { type Cover as CoverState, dueWhileCovered, signIn, signOut, unlock } from "../session.ts";
import { isWrong, refusalWords } from "../sign-in/sign-in.tsx";
import { lengthKey, lengthOf, timeOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";

/**
 * Over everything: the page beneath is out of the tree. What came meanwhile is told by reference and "action due"; the
 * password opens the page again as it was left.
 */
export function Cover({ session, state }: { session: Session; state: CoverState }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [empty, setEmpty] = useState(false);
  const [sending, setSending] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement | null>(null);
  const ended = state.why === "ended";

  useEffect(() => {
    if (problem || empty) password.current?.focus();
  }, [problem, empty]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    const given = password.current?.value ?? "";
    setEmpty(given === "");
    setProblem(null);
    if (given === "") return;
    setSending(true);
    const answer = ended ? await signIn(name.current?.value.trim() ?? "", given) : await unlock(given);
    if (answer.ok) return; // the page comes back
    if (password.current) password.current.value = "";
    setSending(false);
    setProblem(answer.problem);
  };

  const said = problem ? refusalWords(problem) : empty ? t("sign-in.give-password") : undefined;
  const time = timeOf(state.at);
  return (
    <main id="main" tabIndex={-1} class="k-cover">
      <Page title={t("cover.covered")} ownHeading>
        <div class="k-cover__in">
          <Mark size={88} />
          <h1 tabIndex={-1} id="title">
            {t("cover.covered")}
          </h1>
          <p class="k-cover__why">
            {t(`cover.${state.why}`, { minutes: Math.round(session.idle_after_seconds / 60), time })}
          </p>
          <DueNotices />
          <form class="k-panel k-cover__form" onSubmit={submit} noValidate>
            <p class="k-cover__who">
              <strong>{session.name}</strong>
              <span>
                {word("agency.", session.agency)}, {placeOf(session)}
              </span>
            </p>
            <Kept />
            {ended ? (
              <Field id="name" label={t("sign-in.name")}>
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
            ) : null}
            {problem && !isWrong(problem) ? <FieldError id="cover-problem">{said}</FieldError> : null}
            <Password
              error={problem && !isWrong(problem) ? undefined : problem && !ended ? t("cover.wrong") : said}
              take={(input) => {
                password.current = input;
              }}
            />
            <button type="submit" class="k-button k-button--first">
              {t(sending ? "sign-in.signing-in" : ended ? "sign-in.sign-in" : "cover.open")}
            </button>
          </form>
          <p class="k-cover__ways">
            <button type="button" class="k-link" onClick={() => void signOut()}>
              {t("cover.sign-out")}
            </button>
            <a href={telOf(dutyLine())}>
              {t("call.duty-line")} {dutyLine()}
            </a>
          </p>
        </div>
      </Page>
    </main>
  );
}

function DueNotices() {
  return (
    <div role="status" class="k-cover__dues">
      {dueWhileCovered.value.map((due) => {
        const [key, values] = lengthKey("time.ago", lengthOf(minute.value - due.at));
        return (
          <p class="k-cover__due" key={due.notice}>
            <Bell />
            <span>
              <strong>{t("cover.action-due")}</strong>
              <span>
                <strong class="k-reference">{due.reference}</strong>, {t("cover.sent", { ago: t(key, values) })}
              </span>
            </span>
          </p>
        );
      })}
    </div>
  );
}

function Kept() {
  return (
    <>
      {keptForms().map((title) => (
        <p class="k-cover__kept" key={title}>
          <Tick /> <span>{t("cover.kept", { form: t(title) })}</span>
        </p>
      ))}
    </>
  );
}
