// The duties that every screen owes to those who hear it, cannot use a mouse, or come back to it: title, focus on the
// heading, a spoken announcement, the place it was scrolled to, and a word when it takes long. No screen does them itself.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../words/words.ts";
import { LiveLine } from "./live-line.tsx";
import { scrollOfEntry } from "./router.ts";

/** Spoken politely by the frame's status line. */
export const announcement = signal("");

let first = true;

interface PageProps {
  title: string;
  /** The heading stands in the screen's own part (identity bar, cover): an h1 with the id "title". */
  ownHeading?: boolean;
  live?: boolean;
  class?: string;
  children: ComponentChildren;
}

export function Page({ title, ownHeading = false, live = false, class: name, children }: PageProps) {
  useEffect(() => {
    document.title = t("page.title", { title });
  }, [title]);

  // Once for each screen shown: a title that changes with its data moves nobody's focus.
  useEffect(() => {
    if (first) {
      first = false;
      return;
    }
    announcement.value = title;
    scrollTo(0, scrollOfEntry());
    document.getElementById("title")?.focus({ preventScroll: true });
  }, []);

  return (
    <div class={name ? `k-page ${name}` : "k-page"}>
      {ownHeading ? null : (
        <div class="k-page__head">
          <h1 tabIndex={-1} id="title">
            {title}
          </h1>
          {live ? <LiveLine /> : null}
        </div>
      )}
      {children}
    </div>
  );
}

const patience_ms = 300;

/** Said only when it takes longer than a blink. */
export function Waiting({ words }: { words?: string }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience_ms);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="k-second" role="status">
      {slow ? (words ?? t("page.opening")) : ""}
    </p>
  );
}
