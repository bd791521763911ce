// Which cases the stream said have changed, and how often: a screen that shows one of them asks anew.
import { signal } from "@preact/signals";

export const changes = signal<ReadonlyMap<string, number>>(new Map());

export function changed(reference: string): void {
  const next = new Map(changes.peek());
  next.set(reference, (next.get(reference) ?? 0) + 1);
  changes.value = next;
}
