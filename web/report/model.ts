// The report as a form: what is asked, what will be said before it is sent, and what goes to the server. Pure.
import type { Report, YesNo } from "../api/types.ts";
import { t } from "../words/words.ts";

export const who = ["women", "men", "children", "unsure"] as const;
export type Who = (typeof who)[number];

export interface Values {
  danger: YesNo | "";
  region: string;
  municipality: string;
  place: string;
  counts: Record<Who, number>;
  about: boolean;
  signs: string[];
  note: string;
}

export const note_characters_max = 500;
export const place_characters_max = 200;

export const emptyReport = (region: string): Values => ({
  danger: "",
  region,
  municipality: "",
  place: "",
  counts: { women: 0, men: 0, children: 0, unsure: 0 },
  about: false,
  signs: [],
  note: "",
});

export const people = (values: Values): number => who.reduce((sum, kind) => sum + values.counts[kind], 0);

/** Three and more is often a guess: only then is it asked whether the number is one. */
export const mayBeAbout = (values: Values): boolean => who.some((kind) => values.counts[kind] >= 3);

/** "Danger now · 1 woman · 2 signs · Suhareka": what the send bar says will be sent. */
export function summary(values: Values, place: string): string {
  const parts: string[] = [];
  if (values.danger === "yes") parts.push(t("report.danger-short"));
  for (const kind of who) {
    const count = values.counts[kind];
    if (count > 0) parts.push(t(`report.count-${kind}`, { count }));
  }
  if (values.signs.length > 0) parts.push(t("report.count-signs", { count: values.signs.length }));
  if (people(values) === 0) return t("report.nobody-yet");
  return [...parts, place].join(" · ");
}

/** Only what was said: a field left empty is not sent. */
export function toReport(values: Values): Report {
  const report: Report = { region: values.region };
  if (values.municipality) report.municipality = values.municipality;
  if (values.place.trim()) report.place = values.place.trim();
  if (values.danger) report.danger = values.danger;
  for (const kind of who) if (values.counts[kind] > 0) report[kind] = values.counts[kind];
  if (values.about && mayBeAbout(values)) report.about = true;
  if (values.signs.length > 0) report.signs = values.signs;
  if (values.note.trim()) report.note = values.note.trim();
  return report;
}

/** The field on the page that a pointer of the server means. */
export function fieldOf(pointer: string): string {
  const name = pointer.split("/")[1] ?? "";
  return (who as readonly string[]).includes(name) ||
    ["danger", "region", "municipality", "place", "signs", "note"].includes(name)
    ? name
    : "women";
}
