// Times in words, in the house's zone and by the server's clock: a phone may stand in another zone, or be wrong.
import { signal } from "@preact/signals";
import { t } from "./words.ts";

/** The zone of the house; every time on the screen is told in it. */
export const zone = signal("Europe/Belgrade");

const minute_ms = 60_000;
/** Days, months and hours of an instant in the house's zone. Their names come from the catalogue: Debian's Chromium has
 * no Albanian calendar and would write "25 M11". */
interface Parts {
  year: string;
  month: number;
  day: number;
  hour: string;
  minute: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(instant: string | number): Parts {
  let format = formats.get(zone.value);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone.value,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone.value, format);
  }
  const found = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return {
    year: found.year ?? "",
    month: Number(found.month),
    day: Number(found.day),
    hour: found.hour ?? "",
    minute: found.minute ?? "",
  };
}

/** 03:04 */
export function timeOf(instant: string | number): string {
  const { hour, minute } = partsOf(instant);
  return `${hour}:${minute}`;
}

/** 25 November 2026; without the year where it is this year's. */
export function dateOf(instant: string | number, now?: number): string {
  const { year, month, day } = partsOf(instant);
  const name = t(`month.${month}`);
  if (now !== undefined && partsOf(now).year === year) return t("time.date", { day, month: name });
  return t("time.date-year", { day, month: name, year });
}

const dayOf = (instant: string | number): string => {
  const { year, month, day } = partsOf(instant);
  return `${year}-${month}-${day}`;
};

/** Monday is 1. */
function weekdayOf(instant: string | number): string {
  const { year, month, day } = partsOf(instant);
  return t(`weekday.${new Date(Date.UTC(Number(year), month - 1, day)).getUTCDay() || 7}`);
}

/** "today at 14:20", "Friday at 07:00" within six days, else "3 December at 07:00". */
export function momentOf(instant: string, now: number): string {
  const time = timeOf(instant);
  if (dayOf(instant) === dayOf(now)) return t("time.today-at", { time });
  const days = (Date.parse(instant) - now) / (24 * 60 * minute_ms);
  if (days > 0 && days < 6) return t("time.day-at", { day: weekdayOf(instant), time });
  return t("time.date-at", { date: dateOf(instant, now), time });
}

/** "00:52" on the same day, else with its date. */
export function whenOf(instant: string, now: number): string {
  const same = dayOf(instant) === dayOf(now);
  return same ? timeOf(instant) : t("time.date-at", { date: dateOf(instant, now), time: timeOf(instant) });
}

/** "25 November 2026 at 00:52" */
export const fullTimeOf = (instant: string): string =>
  t("time.date-at", { date: dateOf(instant), time: timeOf(instant) });

export interface Length {
  days: number;
  hours: number;
  minutes: number;
}

/** A length in whole minutes, never negative. Counted down, so that "1 minute left" is shown through the last one. */
export function lengthOf(ms: number): Length {
  const minutes = Math.max(0, Math.floor(ms / minute_ms));
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

/** A length as a key and its values: two units at most, so that a tag stays short; under a minute has its own words. */
export function lengthKey(family: string, { days, hours, minutes }: Length): [string, Record<string, number>] {
  if (days + hours + minutes === 0) return [`${family}-now`, {}];
  if (days > 0) return hours > 0 ? [`${family}-days-hours`, { days, hours }] : [`${family}-days`, { days }];
  if (hours > 0) return minutes > 0 ? [`${family}-hours-minutes`, { hours, minutes }] : [`${family}-hours`, { hours }];
  return [family, { minutes }];
}

/** "after 18 minutes" */
export const afterWords = (from: string, to: string): string => {
  const [key, values] = lengthKey("time.after", lengthOf(Date.parse(to) - Date.parse(from)));
  return t(key, values);
};

/** A span of the procedure: "PT1H", "P5D" or "5 working days". */
export function spanWords(span: string): string {
  const days = /^P(\d+)D$/.exec(span);
  if (days) return t("span.days", { days: Number(days[1]) });
  const working = /^(\d+) working days?$/.exec(span);
  if (working) return t("span.working-days", { days: Number(working[1]) });
  const clock = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(span);
  if (!clock) return span;
  const minutes = Number(clock[1] ?? 0) * 60 + Number(clock[2] ?? 0);
  return minutes % 60 === 0 ? t("span.hours", { hours: minutes / 60 }) : t("span.minutes", { minutes });
}
