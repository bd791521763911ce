// Who is signed in, and whether the screen is covered. Only memory knows: a reload asks the server again.
//
// Covered means that the page beneath is out of the tree, and that each call which met a closed session waits here.
// When the same person opens the session again the waiting calls are sent anew; when another one signs in, they are
// answered with their refusal and every form is dropped, for what one person typed is not another's to send.
import { batch, signal } from "@preact/signals";
import { type Answer, ask, whenClosed, whenTimeIsTold } from "./api/client.ts";
import type { NoticeEvent } from "./api/events.ts";
import { now, setNow } from "./api/now.ts";
import type { Session } from "./api/types.ts";
import { dropForms } from "./page/form.ts";
import { zone } from "./words/times.ts";

export const session = signal<Session | null>(null);

export interface Cover {
  /** idle: nobody touched the screen; locked, ended: the server said so. */
  why: "idle" | "locked" | "ended";
  at: number;
}
export const cover = signal<Cover | null>(null);
/** Notices that came while the screen was covered: reference and "action due", no more. */
export const dueWhileCovered = signal<(NoticeEvent & { at: number })[]>([]);

let waiting: ((same_person: boolean) => void)[] = [];

export function start(): void {
  whenTimeIsTold(setNow);
  whenClosed((code) => {
    if (!session.peek()) return Promise.resolve(false);
    putCover(code === "no-session" ? "ended" : "locked");
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  });
}

export function putCover(why: Cover["why"]): void {
  const there = cover.peek();
  if (!there) cover.value = { why, at: now.peek() };
  else if (why === "ended" && there.why !== "ended") cover.value = { ...there, why };
}

function admit(told: Session): void {
  const before = session.peek();
  const same = before === null || before.account === told.account;
  if (!same) dropForms();
  batch(() => {
    session.value = told;
    zone.value = told.house.zone ?? zone.peek();
    cover.value = null;
    dueWhileCovered.value = [];
  });
  touch();
  const calls = waiting;
  waiting = [];
  for (const go of calls) go(same && before !== null);
}

/** At the start of the page: is somebody signed in? */
export async function resume(): Promise<void> {
  const answer = await ask<Session>("/session", { quiet: true });
  if (answer.ok && answer.data.locked) {
    session.value = answer.data;
    putCover("locked");
  } else if (answer.ok) admit(answer.data);
}

export async function signIn(name: string, password: string): Promise<Answer<Session>> {
  const answer = await ask<Session>("/session", { method: "POST", body: { name, password }, quiet: true });
  if (answer.ok) admit(answer.data);
  return answer;
}

export async function unlock(password: string): Promise<Answer<Session>> {
  const answer = await ask<Session>("/session/unlock", { method: "POST", body: { password }, quiet: true });
  if (answer.ok) admit(answer.data);
  else if (answer.problem.code === "no-session") putCover("ended");
  return answer;
}

export async function signOut(): Promise<void> {
  await ask("/session", { method: "DELETE", quiet: true });
  const calls = waiting;
  waiting = [];
  dropForms();
  batch(() => {
    session.value = null;
    cover.value = null;
    dueWhileCovered.value = [];
  });
  for (const go of calls) go(false);
}

export const may = (what: string): boolean => session.value?.may.includes(what) ?? false;

let touched = 0;
const touch = (): void => {
  touched = performance.now();
};

/** Covers the screen when nobody has touched it for the session's idle time. Its stream of notices goes on. */
export function watchIdleness(): void {
  touch();
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"])
    addEventListener(kind, touch, { passive: true, capture: true });
  setInterval(() => {
    const signed_in = session.peek();
    if (!signed_in || cover.peek()) return;
    if (performance.now() - touched >= signed_in.idle_after_seconds * 1000) putCover("idle");
  }, 1000);
}
