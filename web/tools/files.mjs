// The tree's own files: nothing fetched, nothing built.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
const skipped = new Set(["node_modules", "dist", ".made", "build"]);

/** Paths below `folder`, from the repository's root, whose name fits. */
export function globSync(folder, name) {
  const found = [];
  const walk = (path) => {
    if (!existsSync(join(root, path))) return;
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (entry.isDirectory() && !skipped.has(entry.name)) walk(join(path, entry.name));
      else if (entry.isFile() && name.test(entry.name)) found.push(join(path, entry.name));
    }
  };
  walk(folder);
  return found.sort();
}
