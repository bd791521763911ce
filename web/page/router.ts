// Addresses and screens. Links are real: a middle click, a copied address and the back button work as everywhere.
import { signal } from "@preact/signals";

export type Route =
  | { screen: "sign-in" }
  | { screen: "work"; view: "owed" | "waiting" | "new" }
  | { screen: "report" }
  | { screen: "answer"; reference: string }
  | { screen: "case"; reference: string }
  | { screen: "notice"; reference: string; notice: string }
  | { screen: "more" }
  | { screen: "missing" };

export function routeOf(path: string): Route {
  const [first, second, third, fourth, ...rest] = path.split("/").filter(Boolean).map(decode);
  if (rest.length > 0) return { screen: "missing" };
  if (first === undefined || (first === "work" && second === undefined)) return { screen: "work", view: "owed" };
  if (first === "work" && (second === "waiting" || second === "new") && !third) return { screen: "work", view: second };
  if (first === "sign-in" && !second) return { screen: "sign-in" };
  if (first === "report" && !second) return { screen: "report" };
  if (first === "more" && !second) return { screen: "more" };
  if (first !== "cases" || !second) return { screen: "missing" };
  if (!third) return { screen: "case", reference: second };
  if (third === "told" && !fourth) return { screen: "answer", reference: second };
  if (third === "notices" && fourth) return { screen: "notice", reference: second, notice: fourth };
  return { screen: "missing" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a broken escape is an address that does not exist, not a broken page
  }
}

export const href = {
  work: "/work",
  waiting: "/work/waiting",
  news: "/work/new",
  report: "/report",
  more: "/more",
  case: (reference: string): string => `/cases/${encodeURIComponent(reference)}`,
  answer: (reference: string): string => `/cases/${encodeURIComponent(reference)}/told`,
  notice: (reference: string, notice: string): string =>
    `/cases/${encodeURIComponent(reference)}/notices/${encodeURIComponent(notice)}`,
};

export const route = signal<Route>({ screen: "work", view: "owed" });
/** Where each entry of the history was scrolled to, by its key; lost with the page, like all else. */
const scrolls = new Map<string, number>();
let entry = "first";

const leave = (): void => {
  scrolls.set(entry, scrollY);
};

export const scrollOfEntry = (): number => scrolls.get(entry) ?? 0;

export function navigate(path: string, replace = false): void {
  leave();
  entry = crypto.randomUUID();
  if (replace) history.replaceState(entry, "", path);
  else history.pushState(entry, "", path);
  route.value = routeOf(location.pathname);
}

export function startRouter(): void {
  history.scrollRestoration = "manual";
  route.value = routeOf(location.pathname);
  addEventListener("popstate", (event) => {
    leave();
    entry = typeof event.state === "string" ? event.state : "first";
    route.value = routeOf(location.pathname);
  });
  addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!link || !ours(event, link as HTMLAnchorElement)) return;
    event.preventDefault();
    navigate(link.getAttribute("href") ?? "/");
  });
}

/** A plain click on an address of this page, that asks for nothing special. */
function ours(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target || link.hasAttribute("download")) return false;
  const path = link.getAttribute("href") ?? "";
  return path.startsWith("/") && !path.startsWith("//") && !path.startsWith("/api/") && !path.includes("#");
}
