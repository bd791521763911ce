import type { ComponentChildren } from "preact";
import type { Session } from "../api/types.ts";
import { telOf } from "../parts/call.tsx";
import { Mark, MoreSign, Phone, ReportSign, WorkSign } from "../parts/shapes.tsx";
import { may } from "../session.ts";
import { chooseLanguage, languages } from "../words/load.ts";
import { language, t, word } from "../words/words.ts";
import { work } from "../work/store.ts";
import { dutyLine } from "./house.ts";
import { jump } from "./jump.ts";
import { announcement } from "./page.tsx";
import { href, type Route, route } from "./router.ts";

/** Where one stands, and the house's number, on every signed-in page. On a phone the targets lie at the bottom. */
export function Frame({ session, children }: { session: Session; children: ComponentChildren }) {
  const at = route.value;
  // The report has its send bar there: one bar at a time.
  const bar = at.screen !== "report";
  return (
    <>
      <Skip />
      <header class="k-head">
        <div class="k-head__in">
          <a class="k-head__mark" href={href.work} aria-label={t("nav.home")}>
            <Mark />
            <span class="k-head__name">Kulla</span>
          </a>
          <p class="k-head__unit">
            <strong>{word("agency.", session.agency)}</strong>
            <span>{placeOf(session)}</span>
          </p>
          <nav class="k-nav" aria-label={t("nav.main")}>
            <NavLinks at={at} />
          </nav>
          <Languages />
          <a class="k-head__who" href={href.more}>
            <strong>{session.name}</strong>
            <span>
              {[session.unit ? word("unit.", session.unit) : word("agency.", session.agency), placeOf(session)].join(
                ", ",
              )}
            </span>
          </a>
          <DutyLine />
        </div>
      </header>
      <main id="main" tabIndex={-1} class={bar ? "k-main k-main--bar" : "k-main"}>
        {children}
      </main>
      {bar ? (
        <nav class="k-bar" aria-label={t("nav.main")}>
          <NavLinks at={at} signs />
        </nav>
      ) : null}
      <p role="status" class="govuk-visually-hidden">
        {announcement.value}
      </p>
    </>
  );
}

export const placeOf = (session: Session): string => word("region.", session.region);

export const Skip = () => (
  // biome-ignore lint/a11y/useValidAnchor: it goes to a place of this page; the handler only spares the history
  <a class="govuk-skip-link" href="#main" onClick={(event) => jump(event, "main")}>
    {t("frame.skip")}
  </a>
);

const DutyLine = () => (
  <a class="k-duty" href={telOf(dutyLine())}>
    <Phone />
    <span>
      <span class="k-duty__name">{t("call.duty-line")}</span> <span class="k-duty__number">{dutyLine()}</span>
    </span>
  </a>
);

export const Languages = () => (
  <ul class="k-languages" aria-label={t("more.language")}>
    {languages.map(({ code, name }) => (
      <li key={code}>
        <button
          type="button"
          lang={code}
          aria-pressed={language.value === code}
          class="k-languages__choice"
          onClick={() => void chooseLanguage(code)}
        >
          {name}
        </button>
      </li>
    ))}
  </ul>
);

function NavLinks({ at, signs = false }: { at: Route; signs?: boolean }) {
  const overdue = work.value?.counts.overdue ?? 0;
  const current = (on: boolean) => (on ? ({ "aria-current": "page" } as const) : {});
  return (
    <ul>
      <li>
        <a href={href.work} {...current(at.screen === "work")}>
          {signs ? <WorkSign /> : null}
          <span>{t("nav.work")}</span>
          {overdue > 0 ? (
            <span class="k-badge">
              <span aria-hidden="true">{overdue > 99 ? "99+" : overdue}</span>
              <span class="govuk-visually-hidden">{t("work.overdue-count", { count: overdue })}</span>
            </span>
          ) : null}
        </a>
      </li>
      {may("report") ? (
        <li>
          <a class="k-nav__report" href={href.report} {...current(at.screen === "report" || at.screen === "answer")}>
            {signs ? <ReportSign /> : null}
            <span>{t("nav.report")}</span>
          </a>
        </li>
      ) : null}
      {signs ? (
        <li>
          <a href={href.more} {...current(at.screen === "more")}>
            <MoreSign />
            <span>{t("nav.more")}</span>
          </a>
        </li>
      ) : null}
    </ul>
  );
}
