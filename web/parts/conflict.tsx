import type { ComponentChildren } from "preact";
import { t } from "../words/words.ts";

export interface Version {
  who: string;
  lines: { label: string; words: string }[];
}

interface ConflictProps {
  saved: Version;
  mine: Version;
  onBoth(): void;
  onSaved(): void;
  onMine(): void;
}

/** Two people wrote one section: both versions side by side, nothing lost, and a way to keep both (412). */
export function Conflict({ saved, mine, onBoth, onSaved, onMine }: ConflictProps) {
  const differ = saved.lines.filter((line, index) => line.words !== mine.lines[index]?.words).length;
  return (
    <section class="k-conflict">
      <div class="k-conflict__head">
        <h2>{t("conflict.title", { who: saved.who })}</h2>
        <p>{t("conflict.lines", { count: differ })}</p>
      </div>
      <div class="k-conflict__pair">
        <Side title={t("conflict.saved")} under={saved.who} version={saved} other={mine}>
          <button type="button" class="k-button k-button--second" onClick={onSaved}>
            {t("conflict.keep-saved")}
          </button>
        </Side>
        <Side title={t("conflict.mine")} under={mine.who} version={mine} other={saved}>
          <button type="button" class="k-button k-button--second" onClick={onMine}>
            {t("conflict.keep-mine")}
          </button>
        </Side>
      </div>
      <button type="button" class="k-button k-button--first" onClick={onBoth}>
        {t("conflict.both")}
      </button>
      <p class="k-second">{t("conflict.stays")}</p>
    </section>
  );
}

interface SideProps {
  title: string;
  under: string;
  version: Version;
  other: Version;
  children: ComponentChildren;
}

function Side({ title, under, version, other, children }: SideProps) {
  return (
    <div class="k-panel">
      <h3>{title}</h3>
      <p class="k-second">{under}</p>
      <dl class="k-conflict__lines">
        {version.lines.map((line, index) => {
          const same = other.lines[index]?.words === line.words;
          return (
            <div key={line.label}>
              <dt>{line.label}</dt>
              <dd>
                {same ? (
                  <SameLine words={line.words} />
                ) : (
                  <Marked words={line.words} other={other.lines[index]?.words ?? ""} />
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {children}
    </div>
  );
}

const SameLine = ({ words }: { words: string }) => (
  <>
    {words} <span class="k-second">{t("conflict.same")}</span>
  </>
);

/** What both lines begin and end with stands plain; the middle, which differs, is underlined. */
export function splitAtDifference(words: string, other: string): [string, string, string] {
  const mine = words.split(/(?<= )/);
  const theirs = other.split(/(?<= )/);
  let head = 0;
  while (head < mine.length && head < theirs.length && mine[head] === theirs[head]) head++;
  let tail = 0;
  while (tail < mine.length - head && tail < theirs.length - head && mine.at(-1 - tail) === theirs.at(-1 - tail))
    tail++;
  return [
    mine.slice(0, head).join(""),
    mine.slice(head, mine.length - tail).join(""),
    mine.slice(mine.length - tail).join(""),
  ];
}

function Marked({ words, other }: { words: string; other: string }) {
  const [head, middle, tail] = splitAtDifference(words, other);
  return (
    <>
      {head}
      {middle ? <mark class="k-differs">{middle}</mark> : null}
      {tail}
    </>
  );
}
