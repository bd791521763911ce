// The house's public lists: regions, municipalities, signs. Asked once; a failed asking is tried again by the next
// screen that needs them.
import { signal } from "@preact/signals";
import { language } from "../words/words.ts";
import { ask } from "./client.ts";
import type { Dictionary } from "./types.ts";

export const dictionary = signal<Dictionary | null>(null);

export async function loadDictionary(): Promise<void> {
  if (dictionary.peek()) return;
  const answer = await ask<Dictionary>("/dictionary");
  if (answer.ok) dictionary.value = answer.data;
}

/** A place in the reader's own form: Suharekë in Albanian, Suhareka in English. */
export function municipalityName(place: Dictionary["municipalities"][number]): string {
  return (language.value === "sq" ? place.names.sq : undefined) ?? place.name;
}
