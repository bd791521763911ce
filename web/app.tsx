// What stands on the page: nobody signed in, covered, or a screen in its frame. Screens come as files of their own and
// are put up when they are there, so the page before them stays until then.
import { effect, signal } from "@preact/signals";
import { Component, type ComponentChildren, type ComponentType, type FunctionComponent, render } from "preact";
import { listen, type NoticeEvent } from "./api/events.ts";
import { minute, startClock } from "./api/now.ts";
import { changed } from "./changes.ts";
import { Cover } from "./cover/cover.tsx";
import { Frame } from "./page/frame.tsx";
import { dutyLine, isTraining } from "./page/house.ts";
import { navigate, type Route, route, startRouter } from "./page/router.ts";
import { ArrivingCard } from "./parts/arriving-card.tsx";
import { Call, numberWords } from "./parts/call.tsx";
import { ring } from "./parts/sound.ts";
import { theme } from "./prefs.ts";
import { cover, resume, session, start, watchIdleness } from "./session.ts";
import SignIn from "./sign-in/sign-in.tsx";
import { language, t } from "./words/words.ts";
import { acknowledge, arriving, forgetWork, loadWork, putOff, receipt, unanswered } from "./work/store.ts";

// biome-ignore lint/suspicious/noExplicitAny: each screen takes what its own route carries
type Screen = ComponentType<any>;

const screens: Record<Exclude<Route["screen"], "sign-in">, () => Promise<{ default: Screen }>> = {
  work: () => import("./work/work.tsx"),
  report: () => import("./report/report.tsx"),
  answer: () => import("./answer/answer.tsx"),
  case: () => import("./case/case.tsx"),
  notice: () => import("./notice/notice.tsx"),
  more: () => import("./more/more.tsx"),
  missing: () => import("./page/missing.tsx"),
};

interface Shown {
  route: Route;
  Screen: Screen;
}
const shown = signal<Shown | null>(null);

/** Puts up the screen of a route. A file that does not come (no signal) is said; the page before it stays. */
async function put(next: Route): Promise<void> {
  if (next.screen === "sign-in") return;
  try {
    const { default: Screen } = await screens[next.screen]();
    if (route.peek() === next) shown.value = { route: next, Screen };
  } catch {
    if (route.peek() === next) shown.value = { route: next, Screen: NotLoaded };
  }
}

const NotLoaded: FunctionComponent = () => (
  <section class="k-panel" role="alert">
    <h1 id="title">{t("page.not-loaded")}</h1>
    <p>{t("net.no-signal-detail")}</p>
    <Call number={dutyLine()} words={t("call.duty-line-number", { number: numberWords(dutyLine()) })} rank="second" />
  </section>
);

function App() {
  const person = session.value;
  if (!person) return <SignIn />;
  if (cover.value) return <Cover session={person} state={cover.value} />;
  const at = shown.value;
  return (
    <>
      <Frame session={person}>{at ? <at.Screen key={keyOf(at.route)} {...at.route} /> : null}</Frame>
      <Arriving />
    </>
  );
}

/** The views of My work are one screen: changing between them moves nobody's focus. */
const keyOf = (at: Route): string => (at.screen === "work" ? "work" : JSON.stringify(at));

/** The card lies over every screen but the one that shows the same notice. */
function Arriving() {
  const news = arriving.value;
  const at = shown.value?.route;
  if (!news || (at?.screen === "notice" && at.notice === news.notice)) return null;
  return (
    <ArrivingCard
      news={news}
      more={unanswered.value.length - 1}
      now={minute.value}
      onAcknowledge={acknowledge}
      onRead={(read) => putOff(read.notice)}
    />
  );
}

/** A fault of ours on one screen: the number to call is still there. */
class Guard extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };
  override componentDidCatch(): void {
    this.setState({ failed: true });
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main id="main" class="k-main">
        <section class="k-panel" role="alert">
          <h1>{t("page.broken")}</h1>
          <p>{t("page.broken-words")}</p>
          <Call number={dutyLine()} words={t("call.duty-line-number", { number: numberWords(dutyLine()) })} />
        </section>
      </main>
    );
  }
}

/** The parts of the shell that stand outside the screens follow language, theme and house. */
function keepShell(): void {
  effect(() => {
    const root = document.documentElement;
    if (theme.value === "system") delete root.dataset.theme;
    else root.dataset.theme = theme.value;
    root.dataset.training = String(isTraining());
    root.dataset.covered = String(cover.value !== null);
    const bar = document.getElementById("training");
    if (bar && language.value) {
      const title = document.createElement("strong");
      title.textContent = t("training.title");
      bar.setAttribute("aria-label", t("training.title"));
      bar.replaceChildren(title, ` ${t("training.text")}`);
    }
  });
}

/** Opens the stream while somebody is signed in, covered or not: the duty prosecutor can be told at night. */
function keepListening(): void {
  let account: string | null = null;
  let stop: (() => void) | undefined;
  effect(() => {
    const next = session.value?.account ?? null;
    if (next === account) return;
    account = next;
    stop?.();
    stop = undefined;
    forgetWork();
    if (next === null) {
      navigate("/sign-in", true);
      return;
    }
    if (route.peek().screen === "sign-in") navigate("/work", true);
    stop = listen({
      opened: () => void loadWork(),
      work: () => void loadWork(),
      changed,
      notice: (event: NoticeEvent) => {
        ring();
        changed(event.reference);
        void receipt(event);
        void loadWork();
      },
    });
  });
  effect(() => {
    if (cover.value === null && session.value) void loadWork();
  });
}

export async function run(): Promise<void> {
  const root = document.getElementById("app");
  if (!root) return;
  start();
  startClock();
  keepShell();
  await resume();
  startRouter();
  effect(() => {
    const next = route.value;
    if (session.value) void put(next);
  });
  keepListening();
  watchIdleness();
  root.replaceChildren();
  render(
    <Guard>
      <App />
    </Guard>,
    root,
  );
  // The report must be at hand where the signal is not.
  setTimeout(() => {
    if (session.peek()) void screens.report();
  }, 1500);
}
