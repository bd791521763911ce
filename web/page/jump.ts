/** Goes to a place of this page: focus and view, but no entry in the history. */
export function jump(event: Event, id: string): void {
  event.preventDefault();
  const place = document.getElementById(id);
  if (!place) return;
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
}
