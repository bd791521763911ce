// The house's clock in the browser: what the server said last, carried on by a clock of the device that nobody sets.
import { signal } from "@preact/signals";

let told_at = Date.now();
let elapsed_at = 0;
const elapsed = (): number => performance.now();

const tick_ms = 1000;

/** Milliseconds since the epoch by the house's clock; ticks each second. */
export const now = signal(Date.now());

export function setNow(instant: string): void {
  const told = Date.parse(instant);
  if (Number.isNaN(told)) return;
  told_at = told;
  elapsed_at = elapsed();
  now.value = told;
}

const houseTime = (): number => told_at + (elapsed() - elapsed_at);

/** Starts the ticking. The screen changes once a minute; a second's step keeps it from being late by one. */
export function startClock(): void {
  elapsed_at = elapsed();
  setInterval(() => {
    now.value = houseTime();
  }, tick_ms);
}

/** The time in whole minutes: what a screen needs, so that it draws anew once a minute. */
export const minute = signal(Math.floor(Date.now() / 60_000) * 60_000);
now.subscribe((instant) => {
  const floor = Math.floor(instant / 60_000) * 60_000;
  if (floor !== minute.peek()) minute.value = floor;
});
