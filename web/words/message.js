// @ts-check
// The message format of messages/*.json, small enough to read: text, {name}, and
// {name, plural, one {# minute} other {# minutes}}, where # is the number and a form may hold further places. The build,
// the checks and the browser share this file; src/app/words.cpp reads the same format.

/** @typedef {string | { arg: string } | { arg: string, forms: Record<string, Part[]> }} Part */
/** @typedef {Record<string, string | number>} Values */

/**
 * Reads a message into its parts; throws with the place when a brace is missing or the form is unknown.
 * @param {string} message
 * @returns {Part[]}
 */
export function parse(message) {
  let at = 0;

  /** @param {string} why @returns {never} */
  function refuse(why) {
    throw new Error(`${why} at character ${at + 1} of "${message}"`);
  }

  /** @param {boolean} inside @returns {Part[]} */
  function parts(inside) {
    /** @type {Part[]} */
    const list = [];
    let text = "";
    while (at < message.length && message[at] !== "}") {
      if (message[at] !== "{") {
        text += message[at++];
        continue;
      }
      if (text) list.push(text);
      text = "";
      at++;
      list.push(argument());
    }
    if (text) list.push(text);
    if (at < message.length && !inside) refuse("a closing brace without an opening one");
    return list;
  }

  function argument() {
    const head = /^\s*([a-z_]+)\s*(,\s*plural\s*,)?/.exec(message.slice(at));
    if (!head?.[1]) return refuse("an argument needs a name");
    at += head[0].length;
    const arg = head[1];
    if (!head[2]) return close({ arg });
    /** @type {Record<string, Part[]>} */
    const forms = {};
    for (;;) {
      const form = /^\s*(zero|one|two|few|many|other)\s*\{/.exec(message.slice(at));
      if (!form?.[1]) break;
      at += form[0].length;
      forms[form[1]] = parts(true);
      close(null);
    }
    at += /^\s*/.exec(message.slice(at))?.[0].length ?? 0;
    if (!forms.other) refuse("a plural needs the form other");
    return close({ arg, forms });
  }

  /** @template T @param {T} value @returns {T} */
  function close(value) {
    if (message[at] !== "}") refuse("a closing brace is missing");
    at++;
    return value;
  }

  return parts(false);
}

/**
 * Fills the parts. A value that is not given shows its name in braces: it is seen in tests, and hides nothing.
 * @param {Part[]} message
 * @param {Values} values
 * @param {Intl.PluralRules} plurals
 * @returns {string}
 */
export function fill(message, values, plurals) {
  return message
    .map((part) => {
      if (typeof part === "string") return part;
      const value = values[part.arg];
      if (!("forms" in part)) return value === undefined ? `{${part.arg}}` : String(value);
      const form = part.forms[plurals.select(Number(value))] ?? part.forms.other ?? [];
      return fill(form, values, plurals).replaceAll("#", String(value));
    })
    .join("");
}

/**
 * The names of all arguments, with the plural forms each has: what two languages must agree on.
 * @param {Part[]} message
 * @returns {Map<string, Set<string>>}
 */
export function argumentsOf(message) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const part of message) {
    if (typeof part === "string") continue;
    const forms = found.get(part.arg) ?? new Set();
    found.set(part.arg, forms);
    if (!("forms" in part)) continue;
    for (const [name, inner] of Object.entries(part.forms)) {
      forms.add(name);
      for (const [arg, more] of argumentsOf(inner)) found.set(arg, new Set([...(found.get(arg) ?? []), ...more]));
    }
  }
  return found;
}
