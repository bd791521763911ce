// A real house for the browser tests: the program itself, a demo house in a folder of its own, a free port. Everything it
// starts it stops, by process id.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
export const program = process.env.KULLA_PROGRAM ?? join(root, "build/dev/kulla");

// What belongs to the tests' own surroundings must not configure the house.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KULLA_")));
environment.LD_BIND_NOW = "1";

const run = (...words) => execFileSync(program, words, { env: environment, encoding: "utf8" });

/** Makes a demo house and serves it. `people`: everyone who can sign in; `stop` ends it and removes its folder. */
export async function openHouse() {
  const folder = mkdtempSync(join(tmpdir(), "kulla-browser-"));
  const data = join(folder, "house");
  run("demo", "--data", data);
  const people = run("demo", "--accounts", "--json", "--data", data)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const server = spawn(program, ["serve", "--data", data, "--port", "0"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (more) => {
    log += more;
  });
  const base = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (more) => {
      told += more;
      const ready = told.match(/Kulla is ready: (http:\/\/\S+?)\/?\s/);
      if (ready) resolve(ready[1]);
    });
    server.on("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${log}`)));
  });
  return {
    base,
    people,
    data,
    log: () => log,
    /** Someone of this role in this region; on this duty, where one is named. */
    someone: (role, region, duty) => {
      const found = people.find(
        (one) => one.role === role && one.region === region && (duty === undefined || one.duty === duty),
      );
      if (!found) throw new Error(`the demo house has no ${role} of ${region} ${duty ?? ""}`);
      return found;
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.on("exit", resolve));
      server.kill("SIGTERM");
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

export async function signIn(person, account) {
  await person.page.goto("/sign-in");
  await person.page.fill("#name", account.sign_in_name);
  await person.page.fill("#password", account.password);
  await person.page.click("button[type=submit]");
  await person.page.waitForSelector(".k-views");
}
