import type { ComponentChildren } from "preact";
import { type ClockFacts, isOverdue } from "./clock.ts";
import { ClockTag } from "./clock-tag.tsx";

interface NextUpProps {
  owed: ClockFacts;
  now: number;
  title: string;
  /** One sentence: what happened so far. */
  words?: string;
  /** Its call and its record. */
  children?: ComponentChildren;
  level?: 2 | 3;
}

/** The one most urgent obligation, in brick when it is late. None: no panel. */
export function NextUp({ owed, now, title, words, children, level = 2 }: NextUpProps) {
  const Title = level === 2 ? "h2" : "h3";
  return (
    <section class={isOverdue(owed, now) ? "k-next k-next--late" : "k-next"}>
      <div>
        <ClockTag owed={owed} now={now} />
        <Title class="k-next__title">{title}</Title>
        {words ? <p class="k-next__words">{words}</p> : null}
      </div>
      {children ? <div class="k-next__actions">{children}</div> : null}
    </section>
  );
}
