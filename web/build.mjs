// Builds the front end into dist/: modules with a hash in their names, one style sheet, the page's template, each file
// also compressed, and manifest.json that names them. Then it holds the result against its size budgets.
//
// node build.mjs [--out FOLDER] [--pseudo]   --pseudo: with the pseudo-language for tests
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";
import { cataloguePlugin } from "./tools/catalogue.mjs";
import { checkSizes } from "./tools/sizes.mjs";

const here = new URL(".", import.meta.url).pathname;
const { values: options } = parseArgs({
  options: { out: { type: "string", default: join(here, "dist") }, pseudo: { type: "boolean", default: false } },
});
const out = resolve(options.out);
const assets = join(out, "assets");

const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml" };

function put(name, extension, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const file = `${name}-${hash}.${extension}`;
  writeFileSync(join(assets, file), content);
  return `/assets/${file}`;
}

async function modules() {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ["main.ts"],
    outdir: out,
    entryNames: "assets/[name]-[hash]",
    chunkNames: "assets/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [cataloguePlugin(options)],
  });
  return metafile;
}

function style() {
  const { css } = compile(join(here, "style/main.scss"), {
    style: "compressed",
    charset: false,
    loadPaths: [join(here, "node_modules/govuk-frontend/dist"), here],
    quietDeps: true,
  });
  return put("kulla", "css", css);
}

/** Where the outputs of a module ended up: `main.ts` -> /assets/main-3F2A91BC.js */
function addressOf(metafile, entry) {
  const found = Object.entries(metafile.outputs).find(([, made]) => made.entryPoint === entry);
  if (!found) throw new Error(`the build made nothing of ${entry}`);
  return `/assets/${basename(found[0])}`;
}

function page(metafile, css) {
  const app = Object.entries(metafile.outputs).find(([, made]) => made.entryPoint === "app.tsx");
  const needed = [app[0], ...app[1].imports.filter((one) => one.kind === "import-statement").map((one) => one.path)];
  const links = needed.map((path) => `<link rel="modulepreload" href="/assets/${basename(path)}">`);
  const html = readFileSync(join(here, "index.html"), "utf8")
    .replace("[[icon]]", put("icon", "svg", readFileSync(join(here, "icon.svg"))))
    .replace("[[style]]", css)
    .replace("[[preload]]", links.join("\n"))
    .replace("[[script]]", addressOf(metafile, "main.ts"));
  writeFileSync(join(out, "index.html"), html);
}

function compress() {
  const files = {};
  for (const name of readdirSync(assets).sort()) {
    const content = readFileSync(join(assets, name));
    const gzip = gzipSync(content, { level: 9 });
    const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    writeFileSync(join(assets, `${name}.gz`), gzip);
    writeFileSync(join(assets, `${name}.br`), brotli);
    files[`/assets/${name}`] = {
      type: types[name.split(".").at(-1)],
      bytes: content.length,
      gzip_bytes: gzip.length,
      brotli_bytes: brotli.length,
    };
  }
  return files;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
const metafile = await modules();
const css = style();
page(metafile, css);
const files = compress();
const manifest = { page: "index.html", script: addressOf(metafile, "main.ts"), style: css, files };
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
process.exit(checkSizes(metafile, manifest) ? 0 : 1);
