import { signal } from "@preact/signals";

const narrow_query = "(max-width: 640px)";

/** A phone's width: what is closed folds there. */
export const narrow = signal(false);
if (typeof matchMedia === "function") {
  const query = matchMedia(narrow_query);
  narrow.value = query.matches;
  query.addEventListener("change", () => {
    narrow.value = query.matches;
  });
}
