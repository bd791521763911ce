// Pictures the gallery of parts: build/screens/00-parts-*.png. The page is made for this and served nowhere else.
//   node tests/browser/gallery.mjs
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { axeFindings, openBrowser, openPerson, picture, sidewaysScroll, sizes } from "./harness.mjs";

const web = new URL("../../web/", import.meta.url).pathname;
const out = join(web, ".made/gallery");
const { build } = createRequire(join(web, "package.json"))("esbuild");
const { cataloguePlugin } = await import(join(web, "tools/catalogue.mjs"));

const built = spawnSync(process.execPath, ["build.mjs", "--out", out], { cwd: web, encoding: "utf8" });
if (built.status !== 0) throw new Error(built.stdout + built.stderr);
await build({
  absWorkingDir: web,
  entryPoints: ["gallery/gallery.tsx"],
  outdir: out,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [cataloguePlugin({ pseudo: false })],
});
const style = readdirSync(join(out, "assets")).find((name) => name.endsWith(".css"));
const html = `<!doctype html><html lang="en"><title>Parts</title><link rel="stylesheet" href="/style.css">
<script type="module" src="/gallery.js"></script><body><div id="app"></div>`;
const server = createServer((request, response) => {
  const files = { "/style.css": [`assets/${style}`, "text/css"], "/gallery.js": ["gallery.js", "text/javascript"] };
  const [file, type] = files[request.url] ?? [];
  response.writeHead(200, { "content-type": type ?? "text/html; charset=utf-8" });
  response.end(file ? readFileSync(join(out, file)) : html);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await openBrowser();
for (const size of ["phone", "desktop"])
  for (const dark of [false, true]) {
    const person = await openPerson(browser, {
      base: `http://127.0.0.1:${server.address().port}`,
      size: sizes[size],
      dark,
    });
    await person.page.goto("/");
    await person.page.waitForSelector(".k-arriving[data-awake=true]");
    const path = await picture(person.page, `00-parts-${size}${dark ? "-dark" : ""}`);
    const findings = [...(await axeFindings(person.page)), ...person.faults];
    process.stdout.write(`${path}: ${await sidewaysScroll(person.page)} px sideways, ${findings.length} findings\n`);
    for (const finding of findings) process.stdout.write(`  ${finding}\n`);
    await person.close();
  }
await browser.close();
server.close();
