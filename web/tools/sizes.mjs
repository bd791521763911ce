// What a phone loads before it can do something, in kB of gzip, against its budget. A budget that is passed fails the
// build: at night, on a bad line, each kB is waited for.
import { basename } from "node:path";

const kB = 1000;

/** All that a module brings when it is loaded, itself included: what is imported in it, but not on demand. */
function closure(metafile, entry) {
  const start = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === entry);
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const one of metafile.outputs[path].imports) if (one.kind === "import-statement") visit(one.path);
  };
  visit(start);
  return found;
}

export function checkSizes(metafile, manifest) {
  const load = (...entries) => new Set(entries.flatMap((entry) => [...closure(metafile, entry)]));
  const size = (paths) =>
    [...paths].reduce((sum, path) => sum + manifest.files[`/assets/${basename(path)}`].gzip_bytes, 0);
  const css = manifest.files[manifest.style].gzip_bytes;
  const frame = ["main.ts", "app.tsx", "catalogue:en"];
  const work = load(...frame, "work/work.tsx");
  const screens = ["report/report.tsx", "answer/answer.tsx", "case/case.tsx", "notice/notice.tsx", "more/more.tsx"];
  const next = screens.map((screen) => size([...load(screen)].filter((path) => !work.has(path))));
  const figures = [
    [
      "script and catalogue until the report can be sent",
      size(load(...frame, "work/work.tsx", "report/report.tsx")),
      45,
    ],
    ["style", css, 22],
    ["all of My work's first load", size(work) + css, 95],
    ["the largest next screen", Math.max(...next), 6],
  ];
  let held = true;
  for (const [name, bytes, budget] of figures) {
    const met = bytes <= budget * kB;
    held &&= met;
    process.stdout.write(`${met ? "held  " : "PASSED"}  ${(bytes / kB).toFixed(1)} of ${budget} kB  ${name}\n`);
  }
  return held;
}
