// The catalogues as the browser loads them: one module a language, without the words that only the server says, and a
// pseudo-language a third longer for tests.
import { readFileSync } from "node:fs";
import { parse } from "../words/message.js";

const root = new URL("../../", import.meta.url);

export const readCatalogue = (language) => JSON.parse(readFileSync(new URL(`messages/${language}.json`, root), "utf8"));

/** The server's refusals come in the reader's language already. */
const server_only = ["problem.", "handle.", "frame.needs-script", "frame.duty-line"];
const says_browser = (key) => !server_only.some((prefix) => key.startsWith(prefix));

export const browserCatalogue = (words) =>
  Object.fromEntries(Object.entries(words).filter(([key]) => says_browser(key)));

const accents = {
  a: "å",
  e: "é",
  i: "î",
  o: "ö",
  u: "ü",
  c: "ç",
  n: "ñ",
  s: "š",
  A: "Å",
  E: "É",
  I: "Î",
  O: "Ö",
  U: "Ü",
};

/** Each third letter stands twice: words grow by a third, as translations do, and break where words break. */
function longer(text) {
  let letters = 0;
  return [...text]
    .map((letter) => {
      const shown = accents[letter] ?? letter;
      if (!/[a-z]/i.test(letter)) return shown;
      return ++letters % 3 === 0 ? shown + shown.toLowerCase() : shown;
    })
    .join("");
}

function unparse(parts, change) {
  return parts
    .map((part) => {
      if (typeof part === "string") return change(part);
      if (!part.forms) return `{${part.arg}}`;
      const forms = Object.entries(part.forms).map(([name, form]) => `${name} {${unparse(form, change)}}`);
      return `{${part.arg}, plural, ${forms.join(" ")}}`;
    })
    .join("");
}

export const pseudoCatalogue = (words) =>
  Object.fromEntries(Object.entries(words).map(([key, message]) => [key, unparse(parse(message), longer)]));

/** Resolves `#catalogue/<language>` for esbuild. Without `pseudo`, the pseudo-language is plain English. */
export const cataloguePlugin = ({ pseudo }) => ({
  name: "catalogue",
  setup(build) {
    build.onResolve({ filter: /^#catalogue\// }, ({ path }) => ({ path: path.slice(11), namespace: "catalogue" }));
    build.onLoad({ filter: /.*/, namespace: "catalogue" }, ({ path }) => {
      if (path === "qps" && !pseudo) return { contents: 'export { default } from "#catalogue/en";', loader: "js" };
      const words = browserCatalogue(readCatalogue(path === "qps" ? "en" : path));
      const said = JSON.stringify(path === "qps" ? pseudoCatalogue(words) : words);
      return { contents: `export default ${said};`, loader: "js" };
    });
  },
});
