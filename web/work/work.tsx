import { useEffect, useState } from "preact/hooks";
import { minute } from "../api/now.ts";
import type { Work } from "../api/types.ts";
import { Page, Waiting } from "../page/page.tsx";
import { href } from "../page/router.ts";
import { ProblemPanel } from "../parts/problem.tsx";
import { keys } from "../prefs.ts";
import { may, session } from "../session.ts";
import { timeOf } from "../words/times.ts";
import { t } from "../words/words.ts";
import { groupsOf, idOf } from "./groups.ts";
import { Inspector } from "./inspector.tsx";
import { NewsList } from "./news.tsx";
import { RowList } from "./rows.tsx";
import { useKeys } from "./shortcuts.ts";
import { loadWork, unanswered, work, workProblem } from "./store.ts";

type View = "owed" | "waiting" | "new";

/** What I owe, whom I wait for, what came: overdue first, in words. */
export default function WorkScreen({ view }: { view: View }) {
  useEffect(() => void loadWork(), []);
  const told = work.value;
  const problem = workProblem.value;
  return (
    <Page title={t("work.title")} live class="k-work">
      {told ? <Lists told={told} view={view} /> : problem ? null : <Waiting />}
      {problem ? <ProblemPanel problem={problem} onAgain={() => void loadWork()} /> : null}
    </Page>
  );
}

function Lists({ told, view }: { told: Work; view: View }) {
  const rows = view === "waiting" ? told.waiting : told.owed;
  const groups = groupsOf(rows, minute.value);
  const ordered = groups.flatMap((group) => group.rows);
  const [chosen, setChosen] = useState<string | null>(null);
  const row = ordered.find((one) => idOf(one) === chosen) ?? ordered[0];
  useKeys(ordered, row ? idOf(row) : null, setChosen);
  const split = view !== "new" && row !== undefined;
  return (
    <div class={split ? "k-work__split" : undefined}>
      <div>
        <div class="k-work__bar">
          <Views told={told} view={view} />
          {may("report") ? (
            <a class="k-button k-button--first k-work__report" href={href.report}>
              {t("work.report")}
            </a>
          ) : null}
        </div>
        {view === "new" ? <NewsList news={told.news} /> : null}
        {view !== "new" && groups.length > 0 ? (
          <RowList
            groups={groups}
            chosen={row ? idOf(row) : null}
            view={view}
            onChoose={(one) => setChosen(idOf(one))}
          />
        ) : null}
        {view === "owed" && groups.length === 0 ? <NothingOwed told={told} /> : null}
        {view === "waiting" && groups.length === 0 ? <p class="k-panel">{t("work.no-waiting")}</p> : null}
        {(view === "owed" && told.more.owed) || (view === "waiting" && told.more.waiting) ? (
          <p class="k-second">{t("work.more", { count: rows.length })}</p>
        ) : null}
        {keys.value && ordered.length > 0 ? <p class="k-second k-keys">{t("work.keys")}</p> : null}
      </div>
      {split ? <Inspector row={row} /> : null}
    </div>
  );
}

function Views({ told, view }: { told: Work; view: View }) {
  const views: { name: View; to: string; count: number }[] = [
    { name: "owed", to: href.work, count: told.counts.owed },
    { name: "waiting", to: href.waiting, count: told.counts.waiting },
    { name: "new", to: href.news, count: unanswered.value.length },
  ];
  return (
    <nav class="k-views" aria-label={t("work.views")}>
      <ul>
        {views.map(({ name, to, count }) => (
          <li key={name}>
            <a href={to} {...(name === view ? { "aria-current": "page" as const } : {})}>
              {t(`work.view-${name}`)} <strong>{count > 99 ? "99+" : count}</strong>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Empty, and still a page to keep open: the list of whom one waits for stands below. */
function NothingOwed({ told }: { told: Work }) {
  const duty = session.value?.duties[0];
  const groups = groupsOf(told.waiting, minute.value);
  return (
    <>
      <section class="k-panel">
        <h2>{t("work.empty")}</h2>
        <p>
          {duty ? `${t("work.on-duty", { time: timeOf(duty.until) })} ` : null}
          {t("work.leave-open")}
        </p>
      </section>
      {groups.length > 0 ? (
        <>
          <h2 class="k-group-title">
            {t("work.you-wait")} <span>{told.counts.waiting}</span>
          </h2>
          <RowList groups={groups} chosen={null} view="waiting" headings={false} onChoose={() => {}} />
        </>
      ) : null}
    </>
  );
}
