import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ask } from "./api/client.ts";
import type { Session } from "./api/types.ts";
import { dropForms, formOf, keptForms } from "./page/form.ts";
import { cover, session, signIn, signOut, start, unlock } from "./session.ts";
import "./testing/screen.tsx";

const person = (account: string) =>
  ({ account, name: account, house: {}, may: [], now: "2026-11-25T02:04:00Z" }) as unknown as Session;

interface Call {
  path: string;
  method: string;
  key: string | undefined;
  body: unknown;
}
let calls: Call[] = [];
let answer: (call: Call) => { status: number; body?: unknown } | "no signal" = () => ({ status: 200, body: {} });

globalThis.fetch = (async (path: string, options: RequestInit) => {
  const headers = options.headers as Record<string, string>;
  const call = {
    path,
    method: options.method ?? "GET",
    key: headers["idempotency-key"],
    body: options.body ? JSON.parse(String(options.body)) : undefined,
  };
  calls.push(call);
  const given = answer(call);
  if (given === "no signal") throw new TypeError("fetch failed");
  const empty = given.status === 204;
  return new Response(empty ? null : JSON.stringify(given.body ?? {}), { status: given.status });
}) as typeof fetch;

const closed = (code: string) => ({ status: 401, body: { status: 401, code, title: "", detail: "", errors: [] } });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  start();
  calls = [];
  dropForms();
  session.value = person("arben");
  cover.value = null;
});

test("a_call_that_meets_a_locked_session_waits_and_is_sent_anew_with_the_same_key", async () => {
  let locked = true;
  answer = ({ path }) => {
    if (path.endsWith("/unlock")) {
      locked = false;
      return { status: 200, body: person("arben") };
    }
    return locked ? closed("session-locked") : { status: 201, body: { reference: "7Q4-KXMV" } };
  };
  const sent = ask<{ reference: string }>("/reports", { method: "POST", body: { women: 1 }, key: "k1" });
  await settle();
  assert.equal(cover.value?.why, "locked");
  await unlock("right");
  const told = await sent;
  assert.ok(told.ok && told.data.reference === "7Q4-KXMV");
  const reports = calls.filter(({ path }) => path.endsWith("/reports"));
  assert.deepEqual(
    reports.map(({ key, body }) => [key, body]),
    [
      ["k1", { women: 1 }],
      ["k1", { women: 1 }],
    ],
  );
  assert.equal(cover.value, null);
});

test("what_one_person_typed_is_not_sent_by_another", async () => {
  formOf("report", "report.title", () => ({ note: "" })).change({ note: "bar" });
  answer = ({ path, method }) =>
    path.endsWith("/session") && method === "POST" ? { status: 200, body: person("rina") } : closed("no-session");
  const sent = ask("/reports", { method: "POST", body: {}, key: "k2" });
  await settle();
  assert.equal(cover.value?.why, "ended");
  await signIn("rina", "right");
  const told = await sent;
  assert.ok(!told.ok);
  assert.equal(calls.filter(({ path }) => path.endsWith("/reports")).length, 1);
  assert.deepEqual(keptForms(), []);
});

test("a_wrong_password_leaves_the_cover_and_the_waiting_call", async () => {
  answer = ({ path }) => (path.endsWith("/unlock") ? closed("sign-in-failed") : closed("session-locked"));
  void ask("/work");
  await settle();
  const told = await unlock("wrong");
  assert.ok(!told.ok && told.problem.code === "sign-in-failed");
  assert.equal(cover.value?.why, "locked");
  await signOut();
});

test("a_machines_call_covers_nothing", async () => {
  answer = () => closed("session-locked");
  await ask("/cases/x/notices/y/delivery", { method: "POST", key: "k3", quiet: true });
  assert.equal(cover.value, null);
});

test("signing_out_answers_what_waits_and_drops_every_form", async () => {
  formOf("report", "report.title", () => ({ note: "" })).change({ note: "bar" });
  answer = ({ method }) => (method === "DELETE" ? { status: 204 } : closed("session-locked"));
  const sent = ask("/work");
  await settle();
  await signOut();
  assert.ok(!(await sent).ok);
  assert.equal(session.value, null);
  assert.deepEqual(keptForms(), []);
});

test("no_signal_is_a_problem_in_words_and_never_an_exception", async () => {
  answer = () => "no signal";
  const told = await ask("/work");
  assert.ok(!told.ok);
  assert.equal(told.problem.code, "no-signal");
  assert.match(told.problem.detail, /Try again, or call/);
});

test("an_answer_that_is_no_problem_document_still_reads", async () => {
  answer = () => ({ status: 502, body: { message: "bad gateway" } });
  const told = await ask("/work");
  assert.ok(!told.ok);
  assert.match(told.problem.detail, /number 502/);
});
