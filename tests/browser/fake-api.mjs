// A stand-in for the server, for pictures and for tests of the pages alone: it serves a build of web/ with the real
// headers and answers from fake-data.mjs. It checks nothing; what the real server refuses is tested against that.
//
//   node tests/browser/fake-api.mjs [port]     then sign in as arben.dushku or rina.gjoka, any password but "wrong"
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import * as data from "./fake-data.mjs";

const root = new URL("../../", import.meta.url).pathname;
const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml" };

export const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'",
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "require-trusted-types-for 'script'; trusted-types kulla",
].join("; ");

/** Starts it. `state` is there to be changed by a test: who is signed in, what is refused, what has arrived. */
export async function startFakeApi({ port = 0, dist = join(root, "web/dist") } = {}) {
  const state = { who: null, locked: false, down: false, news: [], refuse: new Map(), asked: [], ended: false };
  const streams = new Set();
  const began = performance.now();
  const now = () => new Date(data.start + (performance.now() - began)).toISOString();
  const words = JSON.parse(readFileSync(join(root, "messages/en.json"), "utf8"));

  const json = (response, status, body) => {
    response.writeHead(status, {
      "content-type": status >= 400 ? "application/problem+json" : "application/json",
      "cache-control": "no-store",
    });
    response.end(body === undefined ? "" : JSON.stringify(body));
  };
  const problem = (response, status, code, errors = []) =>
    json(response, status, {
      type: `/problems/${code}`,
      status,
      code,
      title: words[`problem.${code}.title`] ?? code,
      detail: words[`problem.${code}.detail`] ?? code,
      errors,
    });
  const sessionOf = () => ({ ...data.people[state.who], locked: state.locked, now: now() });

  const routes = [
    ["GET", /^\/session$/, (response) => json(response, 200, sessionOf())],
    [
      "DELETE",
      /^\/session$/,
      (response) => {
        state.who = null;
        json(response, 204);
      },
    ],
    ["GET", /^\/dictionary$/, (response) => json(response, 200, data.dictionary)],
    ["POST", /^\/reports$/, (response) => json(response, 201, { ...data.reported(), now: now() })],
    ["GET", /^\/work$/, (response) => json(response, 200, { ...data.work[state.who](state.news), now: now() })],
    ["GET", /^\/cases\/[^/]+$/, (response) => json(response, 200, { ...data.knownCase(), now: now() })],
    ["POST", /\/delivery$/, (response) => json(response, 204)],
    [
      "POST",
      /\/acknowledgement$/,
      (response) => {
        state.news = state.news.map((one) => ({ ...one, state: "acknowledged", acknowledged_at: now() }));
        json(response, 201, { notice: "n7", acknowledged_at: now(), met: true, call: "044 000 123" });
      },
    ],
    ["GET", /\/notices\/[^/]+$/, (response) => json(response, 200, { ...data.payload(), now: now() })],
  ];

  function signIn(response, body, name) {
    if (body.password === "wrong" || !data.people[name]) return problem(response, 401, "sign-in-failed");
    Object.assign(state, { who: name, locked: false, ended: false });
    return json(response, 200, sessionOf());
  }

  function api(request, response, path, body) {
    state.asked.push({ method: request.method, path, body, key: request.headers["idempotency-key"] });
    if (path === "/session" && request.method === "POST") return signIn(response, body, body.name);
    if (!state.who || state.ended) return problem(response, 401, "no-session");
    if (path === "/session/unlock") return signIn(response, body, state.who);
    if (path === "/events") return stream(response);
    if (state.locked && path !== "/session") return problem(response, 401, "session-locked");
    const refusal = state.refuse.get(`${request.method} ${path}`);
    if (refusal) return problem(response, refusal.status, refusal.code, refusal.errors);
    const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
    return found ? found[2](response) : problem(response, 404, "not-found");
  }

  function stream(response) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`event: now\ndata: ${JSON.stringify({ now: now() })}\n\n`);
    streams.add(response);
    response.on("close", () => streams.delete(response));
  }

  function page(response) {
    const person = data.people["arben.dushku"];
    const facts = {
      language: "en",
      house: person.house.name,
      duty_line: person.house.duty_line,
      duty_line_tel: "038000111",
      emergency: person.house.emergency,
      emergency_tel: "192",
      training: "true",
      training_title: words["training.title"],
      training_text: words["training.text"],
      duty_line_label: words["frame.duty-line"],
      needs_script: words["frame.needs-script"],
      skip: words["frame.skip"],
    };
    const html = readFileSync(join(dist, "index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => facts[name]);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(html);
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://house");
    if (state.down) return request.socket.destroy();
    response.setHeader("content-security-policy", policy);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    if (pathname.startsWith("/assets/")) {
      const file = join(dist, pathname);
      if (!existsSync(file)) return problem(response, 404, "not-found");
      response.writeHead(200, { "content-type": types[file.split(".").at(-1)] ?? "application/octet-stream" });
      return response.end(readFileSync(file));
    }
    if (!pathname.startsWith("/api/")) return page(response);
    let text = "";
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => api(request, response, pathname.slice("/api/v1".length), text ? JSON.parse(text) : {}));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));

  return {
    base: `http://127.0.0.1:${server.address().port}`,
    state,
    now,
    push: (event, body) => {
      for (const one of streams) one.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
    },
    /** The signal goes: open streams break, and nothing answers until it is back. */
    cut: () => {
      state.down = true;
      for (const one of streams) one.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const fake = await startFakeApi({ port: Number(process.argv[2] ?? 8080) });
  process.stdout.write(`the pages alone, with invented answers: ${fake.base}/\n`);
}
