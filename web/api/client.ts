// The one way to the server. A failed call throws nothing: it answers with a problem that a person can read. When the
// session is locked or has ended, the call waits for the person to open it again and is sent anew with the same
// Idempotency-Key, so nothing typed is lost and nothing is done twice.
import { language, t } from "../words/words.ts";
import type { Problem } from "./types.ts";

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export interface Ask {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  /** Of the form or the tap, not of the try: a repeated try is the same deed. */
  key?: string;
  /** A machine's call (a delivery receipt): a closed session is no reason to cover the screen. */
  quiet?: boolean;
}

type Reopen = (code: string) => Promise<boolean>;
let reopen: Reopen = async () => false;

/** The session's room says how a closed session is opened again. True: the same person came back. */
export function whenClosed(how: Reopen): void {
  reopen = how;
}

/** Called with every answer that tells the house's time. */
let tell: (now: string) => void = () => {};
export function whenTimeIsTold(how: (now: string) => void): void {
  tell = how;
}

const answer_timeout_ms = 20_000;

export async function ask<T>(path: string, options: Ask = {}): Promise<Answer<T>> {
  for (;;) {
    const answer = await send<T>(path, options);
    if (answer.ok || options.quiet || answer.problem.status !== 401) return answer;
    if (answer.problem.code !== "session-locked" && answer.problem.code !== "no-session") return answer;
    if (!(await reopen(answer.problem.code))) return answer;
  }
}

async function send<T>(path: string, { method = "GET", body, key }: Ask): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: "application/json", "accept-language": language.value };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(answer_timeout_ms),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 204) return { ok: true, data: undefined as T };
    const told = await response.json();
    if (response.ok) {
      if (typeof told?.now === "string") tell(told.now);
      return { ok: true, data: told as T };
    }
    return { ok: false, problem: complete(told, response) };
  } catch {
    return { ok: false, problem: unreached() };
  }
}

/** A proxy's answer, or a broken one, may lack what RFC 9457 asks for. */
function complete(told: Partial<Problem>, response: Response): Problem {
  return {
    type: told.type ?? "about:blank",
    status: response.status,
    code: told.code ?? "unknown",
    title: told.title ?? t("net.refused"),
    detail: told.detail ?? t("net.refused-detail", { status: response.status }),
    errors: told.errors ?? [],
    retry_after: told.retry_after ?? Number(response.headers.get("retry-after") ?? 0),
  };
}

function unreached(): Problem {
  return {
    type: "about:blank",
    status: 0,
    code: "no-signal",
    title: t("net.no-signal"),
    detail: t("net.no-signal-detail"),
    errors: [],
  };
}
