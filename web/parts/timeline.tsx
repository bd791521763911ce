import type { TimelineEvent } from "../api/types.ts";
import { timeOf, whenOf } from "../words/times.ts";
import { knows, t, word } from "../words/words.ts";
import { itemWords, stepWords } from "./obligation-row.tsx";

/** People tell minutes, servers know milliseconds: an entry is late when it was recorded minutes after it happened. */
const late_ms = 5 * 60_000;

function eventWords(event: TimelineEvent): string {
  const { step, party, ...facts } = event.facts;
  const values: Record<string, string> = {};
  if (step) values.step = stepWords(step);
  if (party) values.party = word("party.", party);
  const told = word("event.", event.type, values);
  const spoken = Object.entries(facts)
    .filter(([fact, value]) => knows(`fact.${fact}.${value}`))
    .map(([fact, value]) => t(`fact.${fact}.${value}`));
  return [told, ...spoken].join(": ").replace(/: ([^:]*): /g, ": $1, ");
}

/** What happened, latest first. A mistake stays, struck through, with who said so; a late entry shows both times. */
export function Timeline({ events, now }: { events: TimelineEvent[]; now: number }) {
  return (
    <ol class="k-timeline">
      {events.map((event) => (
        <li key={event.position}>
          <time class="k-timeline__time" dateTime={event.at}>
            {whenOf(event.at, now)}
          </time>
          <div class="k-timeline__body">
            {event.struck ? (
              <>
                <p>
                  <s>{eventWords(event)}</s>
                </p>
                <p>{t("timeline.error", { reason: word("reason.", event.struck.reason_code) })}</p>
              </>
            ) : (
              <p>{eventWords(event)}</p>
            )}
            <p class="k-second">{lineBelow(event, now)}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function lineBelow(event: TimelineEvent, now: number): string {
  const words = [event.who ? event.who.label : t("timeline.clock")];
  if (event.item && event.item.kind !== "case") words.push(itemWords(event.item));
  if (event.struck) words.push(t("timeline.marked", { who: event.struck.by, time: whenOf(event.struck.at, now) }));
  else if (Date.parse(event.recorded_at) - Date.parse(event.at) >= late_ms)
    words.push(t("timeline.late", { happened: timeOf(event.at), recorded: whenOf(event.recorded_at, now) }));
  return words.join(". ");
}
