// The stream of what happened: references and kinds, never content; the page asks again. It is opened anew when it
// breaks, and `heard` says honestly when the server was last heard.
import { signal } from "@preact/signals";
import { now, setNow } from "./now.ts";

export interface NoticeEvent {
  reference: string;
  notice: string;
  kind: string;
}

export interface Listener {
  opened(): void;
  notice(event: NoticeEvent): void;
  changed(reference: string): void;
  work(): void;
}

export type Signal = "connecting" | "live" | "lost";
export const line = signal<Signal>("connecting");
/** By the house's clock; null until the server was heard. */
export const heard = signal<number | null>(null);

const silence_ms = 45_000; // the server tells the time each 20 s
const retry_ms = [1000, 2000, 5000, 10_000, 20_000];

export function listen(listener: Listener): () => void {
  let source: EventSource | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const hear = (): void => {
    tries = 0;
    line.value = "live";
    heard.value = now.peek();
    clearTimeout(silence);
    silence = setTimeout(again, silence_ms);
  };

  const again = (): void => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(retry);
    line.value = "lost";
    retry = setTimeout(open, retry_ms[Math.min(tries++, retry_ms.length - 1)]);
  };

  const on = (kind: string, then: (data: Record<string, string>) => void): void => {
    source?.addEventListener(kind, (event) => {
      const data = read((event as MessageEvent<string>).data);
      if (data?.now) setNow(data.now);
      hear();
      if (data) then(data);
    });
  };

  const open = (): void => {
    source?.close();
    clearTimeout(retry);
    source = new EventSource("/api/v1/events");
    source.onopen = () => {
      hear();
      listener.opened();
    };
    source.onerror = again;
    on("now", () => {});
    on("work", () => listener.work());
    on("case", (data) => listener.changed(data.reference ?? ""));
    on("notice", (data) => listener.notice(data as unknown as NoticeEvent));
  };

  const online = (): void => {
    if (line.peek() !== "live") open();
  };
  addEventListener("online", online);
  addEventListener("offline", again);
  open();
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", again);
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
    line.value = "connecting";
    heard.value = null;
  };
}

function read(data: string): Record<string, string> | undefined {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
