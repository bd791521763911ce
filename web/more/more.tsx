import { Languages, placeOf } from "../page/frame.tsx";
import { dutyLine } from "../page/house.ts";
import { Page } from "../page/page.tsx";
import { Call, numberWords } from "../parts/call.tsx";
import { Choices } from "../parts/choice.tsx";
import { keys, setKeys, setTheme, type Theme, theme } from "../prefs.ts";
import { session, signOut } from "../session.ts";
import { timeOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";

/** Who is signed in, and how the pages look on this device. */
export default function More() {
  const person = session.value;
  if (!person) return null;
  return (
    <Page title={t("more.title")} class="k-more">
      <section class="k-panel">
        <h2>{person.name}</h2>
        <p>
          {word("role.", person.role)}, {word("agency.", person.agency)}, {placeOf(person)}
        </p>
        {person.duties.map((duty) => (
          <p key={duty.duty + duty.until}>
            {word("duty.", duty.duty)}: {t("more.until", { time: timeOf(duty.until) })}
          </p>
        ))}
        <button type="button" class="k-button k-button--second" onClick={() => void signOut()}>
          {t("more.sign-out")}
        </button>
      </section>
      <section class="k-panel">
        <h2>{t("more.language")}</h2>
        <Languages />
      </section>
      <fieldset class="k-panel">
        <legend class="k-h2">{t("more.theme")}</legend>
        <Choices
          name="theme"
          across={3}
          options={(["system", "light", "dark"] as const).map((value) => ({ value, label: t(`more.theme-${value}`) }))}
          chosen={[theme.value]}
          onChoose={(value) => setTheme(value as Theme)}
        />
      </fieldset>
      <fieldset class="k-panel">
        <legend class="k-h2">{t("more.keys")}</legend>
        <p class="k-second">{t("more.keys-words")}</p>
        <Choices
          name="keys"
          many
          options={[{ value: "on", label: t("more.keys-on") }]}
          chosen={keys.value ? ["on"] : []}
          onChoose={(_, on) => setKeys(on)}
        />
      </fieldset>
      <Call number={dutyLine()} words={t("call.duty-line-number", { number: numberWords(dutyLine()) })} rank="second" />
    </Page>
  );
}
