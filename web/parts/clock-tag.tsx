import { type ClockFacts, clockOf, type Manner } from "./clock.ts";
import { Shape } from "./shapes.tsx";

/** The time an obligation still has, in words: colour alone tells nobody anything. */
export function ClockTag({ owed, now, manner = "left" }: { owed: ClockFacts; now: number; manner?: Manner }) {
  const { shape, words } = clockOf(owed, now, manner);
  return (
    <strong class={`k-clock k-clock--${shape}`}>
      <Shape name={shape} size={16} /> <span>{words}</span>
    </strong>
  );
}
