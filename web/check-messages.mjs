// Holds messages/*.json complete: both languages say the same keys with the same places, every key that the pages, the
// procedure and the server use is there, and none stands unused. Run: node check-messages.mjs [--server]
//
// Words for the server's refusals are listed when they are missing; with --server a missing one fails as well.
import { readFileSync } from "node:fs";
import { readCatalogue } from "./tools/catalogue.mjs";
import { globSync } from "./tools/files.mjs";
import { argumentsOf, parse } from "./words/message.js";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const say = (line) => process.stdout.write(`${line}\n`);

const lengths = ["", "-now", "-hours", "-hours-minutes", "-days", "-days-hours"];

/** Both languages: the same keys, readable, with the same places, and each plural with `one` and `other`. */
function comparePair(en, sq) {
  const faults = [];
  for (const [name, words, other] of [
    ["en", en, sq],
    ["sq", sq, en],
  ]) {
    for (const [key, message] of Object.entries(words)) {
      if (!(key in other)) faults.push(`${key}: stands in ${name}.json alone`);
      if (message.trim() === "") faults.push(`${key}: is empty in ${name}.json`);
      try {
        for (const [arg, forms] of argumentsOf(parse(message)))
          if (forms.size > 0 && (!forms.has("one") || !forms.has("other")))
            faults.push(`${key}: {${arg}} needs the forms one and other in ${name}.json`);
      } catch (error) {
        faults.push(`${key}: ${error.message} (${name}.json)`);
      }
    }
  }
  if (faults.length > 0) return faults;
  const places = (message) => [...argumentsOf(parse(message)).keys()].sort().join();
  return Object.keys(en)
    .filter((key) => places(en[key]) !== places(sq[key]))
    .map((key) => `${key}: {${places(en[key])}} in en.json, {${places(sq[key])}} in sq.json`);
}

/** What the pages say: whole keys, families (`word("region.", …)`), patterns (`t(`notice.is-${kind}`)`). */
function usesOfPages() {
  const uses = { keys: new Set(), said: new Set(), families: new Set(), patterns: new Set() };
  for (const file of globSync("web", /\.tsx?$/).filter((path) => !/\.test\.tsx?$|gallery|\.d\.ts$/.test(path))) {
    const source = read(file);
    for (const [, key] of source.matchAll(/\bt\(\s*"([^"]+)"/g)) uses.said.add(key);
    for (const [, family] of source.matchAll(/\bword\(\s*"([^"]+\.)"/g)) uses.families.add(family);
    for (const [, name] of source.matchAll(/lengthKey\(\s*"([^"]+)"/g))
      for (const length of lengths) uses.said.add(name + length);
    for (const [, key] of source.matchAll(/"([a-z-]+(?:\.[a-z0-9-]+)+)"/g)) uses.keys.add(key);
    for (const [, pattern] of source.matchAll(/`([a-z-]+\.[^`\s]*\$\{[^`]*)`/g)) uses.patterns.add(pattern);
  }
  return uses;
}

const asPattern = (text) =>
  new RegExp(
    `^${text
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^()|[\]\\]/g, "\\$&"))
      .join("[a-z0-9.-]+")}$`,
  );

/** What the procedure's file names: steps, facts, parties, events, reasons to pause. */
function usesOfProcedure() {
  const file = read("procedures/kosovo.toml").replace(/^\s*#.*$/gm, "");
  const keys = new Set();
  for (const [, step] of file.matchAll(/^\[step\.([a-z-]+)\]/gm))
    for (const part of ["title", "met", "starts"]) keys.add(`procedure.kosovo.${step}.${part}`);
  const section = (name) => (file.split(new RegExp(`^\\[${name}\\]`, "m"))[1] ?? "").split(/^\[/m)[0] ?? "";
  for (const [, fact, values] of section("fact").matchAll(/^([a-z-]+)\s*=.*?values = \[([^\]]*)\]/gm))
    for (const [, value] of values.matchAll(/"([^"]+)"/g)) keys.add(`fact.${fact}.${value}`);
  for (const [, party] of section("party").matchAll(/^([a-z-]+)\s*=/gm)) keys.add(`party.${party}`);
  for (const [, event] of file.matchAll(/happened\(([a-z.-]+)\)/g)) keys.add(`event.${event}`);
  for (const [, event] of file.matchAll(/(?:event|need) = "([^"]+)"/g)) keys.add(`event.${event}`);
  for (const [, reasons] of file.matchAll(/reasons = \[([^\]]*)\]/g))
    for (const [, reason] of reasons.matchAll(/"([^"]+)"/g)) keys.add(`pause.${reason}`);
  return keys;
}

/** What the server says: keys by name, and the codes of its refusals. */
function usesOfServer() {
  const keys = new Set();
  const codes = new Set();
  for (const file of globSync("src", /\.[ch]pp$/)) {
    const source = read(file);
    for (const [, key] of source.matchAll(/\bsay\("([a-z-]+\.[a-z.-]+)"\)/g)) keys.add(key);
    for (const [, key] of source.matchAll(/"(handle\.[a-z-]+)"/g)) keys.add(key);
    for (const [, code] of source.matchAll(/\brefuse\(\s*"([a-z0-9-]+)"/g)) codes.add(code);
    for (const [, code] of source.matchAll(/\bfail\(\s*ErrorKind::\w+,\s*"([a-z0-9-]+)"/g)) codes.add(code);
    for (const [, event] of source.matchAll(/EventType type\{"((?:case|victim|notice|fact|rung|disclosure)\.[^"]+)"/g))
      keys.add(`event.${event}`);
  }
  return { keys, codes };
}

const en = readCatalogue("en");
const faults = comparePair(en, readCatalogue("sq"));
const pages = usesOfPages();
const procedure = usesOfProcedure();
const server = usesOfServer();

for (const key of [...pages.said, ...procedure, ...server.keys]) if (!(key in en)) faults.push(`${key}: is missing`);
const patterns = [...pages.patterns].map((text) => [text, asPattern(text)]);
for (const [text, pattern] of patterns)
  if (!Object.keys(en).some((key) => pattern.test(key))) faults.push(`${text}: no key fits`);

/** Families whose whole list is the procedure's: a word too many is a word for a step that is not there. */
const closed = ["procedure.", "fact.", "party."];
for (const key of Object.keys(en)) {
  const known = pages.said.has(key) || pages.keys.has(key) || procedure.has(key) || server.keys.has(key);
  if (known || key.startsWith("problem.")) continue;
  const family = [...pages.families].some((prefix) => key.startsWith(prefix));
  if (
    closed.some((prefix) => key.startsWith(prefix)) ||
    (!family && !patterns.some(([, pattern]) => pattern.test(key)))
  )
    faults.push(`${key}: is used nowhere`);
}

const wordless = [...server.codes].filter((code) => !(`problem.${code}.title` in en && `problem.${code}.detail` in en));
for (const code of wordless.sort()) say(`no words yet: problem.${code}.title, problem.${code}.detail`);
if (process.argv.includes("--server")) faults.push(...wordless.map((code) => `problem.${code}: is missing`));

for (const fault of faults) say(`messages: ${fault}`);
say(
  `${Object.keys(en).length} messages in 2 languages, ${faults.length} faults, ${wordless.length} refusals without words`,
);
process.exit(faults.length > 0 ? 1 : 0);
