// What a clock says of an obligation. Late is not a state: it is `due_at` against now, by the house's clock.
import type { Obligation } from "../api/types.ts";
import { dateOf, lengthKey, lengthOf, momentOf, timeOf, whenOf } from "../words/times.ts";
import { t, word } from "../words/words.ts";
import type { ShapeName } from "./shapes.tsx";

export interface ClockFacts {
  state: Obligation["state"];
  due_at: string | null;
  started_at?: string | null;
  short_notice?: boolean;
  pause?: { reason: string } | null;
  kind?: "task" | "period";
  met_at?: string | null;
  met_after?: string | null;
  met_by?: string | null;
  lapsed_by?: string | null;
}

export interface ClockWords {
  shape: ShapeName;
  words: string;
}

const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;

/** `due` tells the hour of what is not near; `left` always counts. Within two hours both count. */
export type Manner = "left" | "due";

export function clockOf(owed: ClockFacts, now: number, manner: Manner = "left"): ClockWords {
  switch (owed.state) {
    case "waiting":
      return { shape: "waiting", words: t("clock.not-started") };
    case "paused":
      return { shape: "paused", words: t("clock.paused", { reason: word("pause.", owed.pause?.reason ?? "unknown") }) };
    case "waived":
      return { shape: "waived", words: t("clock.waived") };
    case "lapsed":
      return owed.lapsed_by
        ? { shape: "lapsed", words: t("clock.lapsed-by", { reason: word("event.", owed.lapsed_by) }) }
        : { shape: "lapsed", words: t("clock.lapsed") };
    case "met":
      return { shape: "met", words: metWords(owed, now) };
    case "running":
      return owed.kind === "period" ? period(owed, now) : running(owed, now, manner);
  }
}

function metWords(owed: ClockFacts, now: number): string {
  if (!owed.met_at) return t("clock.met");
  const time = whenOf(owed.met_at, now);
  if (!owed.started_at) return t("clock.met-at", { time });
  const [key, values] = lengthKey("clock.met-after", lengthOf(Date.parse(owed.met_at) - Date.parse(owed.started_at)));
  return t(key, { time, ...values });
}

function running(owed: ClockFacts, now: number, manner: Manner): ClockWords {
  if (!owed.due_at) return { shape: "left", words: t("clock.no-deadline") };
  const left = Date.parse(owed.due_at) - now;
  if (owed.short_notice && left <= 0) return { shape: "soon", words: t("clock.short-notice") };
  if (left < 0) {
    const [key, values] = lengthKey("clock.overdue", lengthOf(-left));
    return { shape: "overdue", words: t(key, values) };
  }
  const shape = left <= hour_ms ? "soon" : "left";
  if (manner === "due" && left > 2 * hour_ms)
    return { shape, words: t("clock.due", { moment: momentOf(owed.due_at, now) }) };
  const [key, values] = lengthKey("clock.left", lengthOf(left));
  return { shape, words: t(key, values) };
}

/** A period is not a task: it has days, and no one is late. */
function period(owed: ClockFacts, now: number): ClockWords {
  if (!owed.due_at || !owed.started_at) return { shape: "period", words: t("clock.period") };
  const start = Date.parse(owed.started_at);
  const days = Math.round((Date.parse(owed.due_at) - start) / day_ms);
  const day = Math.min(days, Math.max(1, Math.floor((now - start) / day_ms) + 1));
  return { shape: "period", words: t("clock.day-of", { day, days, date: dateOf(owed.due_at, now) }) };
}

export const isOverdue = (owed: ClockFacts, now: number): boolean =>
  owed.state === "running" && owed.kind !== "period" && clockOf(owed, now).shape === "overdue";

/** The due time as the line below a step tells it. */
export const dueWords = (due_at: string, now: number): string => t("clock.due-short", { moment: whenOf(due_at, now) });

export const sentTime = timeOf;
