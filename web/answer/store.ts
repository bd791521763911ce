// What the server answered to a report, until the page is left: the reference, who is told, what is owed next.
import { signal } from "@preact/signals";
import { ask } from "../api/client.ts";
import type { Case, Problem, Reported, Told } from "../api/types.ts";

export const reported = signal<Reported | null>(null);
export const answerProblem = signal<Problem | null>(null);

export function keepReported(answer: Reported): void {
  reported.value = answer;
  answerProblem.value = null;
}

/** How far the notices of a case have come, asked anew: after an event, or when the page was opened by its address. */
export async function refreshTold(reference: string): Promise<Case | null> {
  const answer = await ask<Case>(`/cases/${encodeURIComponent(reference)}`);
  if (!answer.ok) {
    answerProblem.value = answer.problem;
    return null;
  }
  answerProblem.value = null;
  const told: Told[] = answer.data.notices ?? [];
  const before = reported.peek();
  if (before?.reference === reference) reported.value = { ...before, told: told.length > 0 ? told : before.told };
  return answer.data;
}
