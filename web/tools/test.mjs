// Runs the unit tests: each *.test.ts(x) becomes a module that Node reads, side by side so that they share one copy of
// what they share in the browser; then `node --test` tells the sum.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { cataloguePlugin } from "./catalogue.mjs";
import { globSync } from "./files.mjs";

const here = new URL("..", import.meta.url).pathname;
const out = join(here, ".made/tests");
const tests = globSync("web", /\.test\.tsx?$/).map((path) => path.replace(/^web\//, ""));

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: tests,
  outdir: out,
  outbase: here,
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20",
  jsx: "automatic",
  jsxImportSource: "preact",
  sourcemap: "inline",
  metafile: true,
  plugins: [cataloguePlugin({ pseudo: true })],
});
const made = Object.entries(metafile.outputs)
  .filter(([, output]) => output.entryPoint)
  .map(([path]) => join(here, path));
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...made], {
  stdio: "inherit",
  cwd: here,
});
process.exit(status ?? 1);
