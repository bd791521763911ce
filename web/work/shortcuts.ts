// Single keys on My work: j and k move, Enter opens what has the focus, n reports. Off unless switched on (WCAG 2.1.4),
// and never while something is being typed.
import { useEffect } from "preact/hooks";
import type { Row } from "../api/types.ts";
import { href, navigate } from "../page/router.ts";
import { keys } from "../prefs.ts";
import { may } from "../session.ts";
import { idOf } from "./groups.ts";

const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

export function useKeys(rows: Row[], chosen: string | null, choose: (id: string) => void): void {
  useEffect(() => {
    if (!keys.value) return;
    const press = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
      if (event.key === "n" && may("report")) navigate(href.report);
      if (event.key !== "j" && event.key !== "k") return;
      const at = rows.findIndex((row) => idOf(row) === chosen);
      const next = rows[at + (event.key === "j" ? 1 : -1)];
      if (!next) return;
      choose(idOf(next));
      document.getElementById(`row-${idOf(next)}`)?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
