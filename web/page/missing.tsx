import { t } from "../words/words.ts";
import { Page } from "./page.tsx";
import { href } from "./router.ts";

export default function Missing() {
  return (
    <Page title={t("page.missing")}>
      <p>{t("page.missing-words")}</p>
      <a class="k-button k-button--first" href={href.work}>
        {t("work.title")}
      </a>
    </Page>
  );
}
