// My work as it was last told: the lists, and the notices that wait for an answer. Asked anew whenever the stream says
// that something changed; one question at a time.
import { computed, signal } from "@preact/signals";
import { ask } from "../api/client.ts";
import type { NoticeEvent } from "../api/events.ts";
import { now } from "../api/now.ts";
import type { Acknowledged, News, Problem, Work } from "../api/types.ts";
import { cover, dueWhileCovered, session } from "../session.ts";

export const work = signal<Work | null>(null);
export const workProblem = signal<Problem | null>(null);

let asking = false;
let again = false;

export async function loadWork(): Promise<void> {
  if (!session.peek() || cover.peek()) return;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  do {
    again = false;
    const answer = await ask<Work>("/work");
    if (answer.ok) work.value = answer.data;
    workProblem.value = answer.ok ? null : answer.problem;
  } while (again);
  asking = false;
}

export function forgetWork(): void {
  work.value = null;
  workProblem.value = null;
  answered.value = new Map();
  put_off.value = new Set();
}

/** Notices answered from this page, with the server's word: shown until the page is left. */
export const answered = signal<ReadonlyMap<string, Acknowledged>>(new Map());
/** Notices whose card was put aside with "Read it first"; they stay in the list. */
const put_off = signal<ReadonlySet<string>>(new Set());

export function putOff(notice: string): void {
  put_off.value = new Set(put_off.peek()).add(notice);
}

export const unanswered = computed<News[]>(() =>
  (work.value?.news ?? []).filter((news) => news.acknowledged_at === null && !answered.value.has(news.notice)),
);
/** The notice that the arriving card shows: the oldest that nobody has answered. */
export const arriving = computed<News | undefined>(() =>
  [...unanswered.value]
    .filter((news) => !put_off.value.has(news.notice))
    .sort((a, b) => a.sent_at.localeCompare(b.sent_at))
    .at(0),
);

/** The page says that it received the notice. A closed session is no reason to cover: this is not the person's deed. */
export async function receipt(event: NoticeEvent): Promise<void> {
  if (cover.peek()) dueWhileCovered.value = [...dueWhileCovered.peek(), { ...event, at: now.peek() }];
  await ask(`/cases/${event.reference}/notices/${event.notice}/delivery`, {
    method: "POST",
    key: crypto.randomUUID(),
    quiet: true,
  });
}

/** One key for each notice: a second tap, or a try after a lost answer, is the same deed. */
const taps = new Map<string, string>();

export async function acknowledge(news: { reference: string; notice: string }): Promise<Problem | null> {
  const key = taps.get(news.notice) ?? crypto.randomUUID();
  taps.set(news.notice, key);
  const answer = await ask<Acknowledged>(`/cases/${news.reference}/notices/${news.notice}/acknowledgement`, {
    method: "POST",
    body: {},
    key,
  });
  if (!answer.ok) return answer.problem;
  answered.value = new Map(answered.peek()).set(news.notice, answer.data);
  void loadWork();
  return null;
}
