// Builds the dashboard where its sources changed since the last build.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./run-tool.mjs";
import { root } from "./runtime.mjs";
import { Sorry, say } from "./say.mjs";

/** What the built page is made of. */
const sources = ["apps/web", "packages/protocol/src", "packages/protocol/package.json", "package-lock.json"];
const left = new Set(["node_modules", "dist", "test"]);

function* filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    if (existsSync(path)) yield path;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (left.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesBelow(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

/** One hash over the names and bytes of everything the page is made of. */
export function sourceHash(folder, paths = sources) {
  const hash = createHash("sha256");
  for (const path of paths)
    for (const file of filesBelow(join(folder, path))) {
      const bytes = readFileSync(file);
      hash.update(`${file.slice(folder.length)}\0${bytes.length}\0`).update(bytes);
    }
  return hash.digest("hex");
}

/** Builds apps/web/dist unless it is of these sources already. */
export async function ensureDashboard(folder = root) {
  const dist = join(folder, "apps/web/dist");
  const stamp = join(dist, ".sources");
  const wanted = sourceHash(folder);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Building the dashboard…");
  const { code, output } = await runTool("npm", ["run", "-s", "build", "-w", "@landfall/web"], { cwd: folder });
  if (code !== 0) throw new Sorry(`${output.trimEnd()}\nThe dashboard could not be built: see above.`);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, wanted);
}
