import { heard, line } from "../api/events.ts";
import { minute } from "../api/now.ts";
import { timeOf } from "../words/times.ts";
import { t } from "../words/words.ts";

/** Whether what stands here is the present: "Live, 03:04", or since when it is not. */
export function LiveLine() {
  if (line.value === "live") return <p class="k-live">{t("live.live", { time: timeOf(minute.value) })}</p>;
  if (line.value === "lost" && heard.value !== null)
    return <p class="k-live k-live--lost">{t("live.lost", { time: timeOf(heard.value) })}</p>;
  return <p class="k-live k-live--lost">{t(line.value === "lost" ? "live.no-signal" : "live.connecting")}</p>;
}
