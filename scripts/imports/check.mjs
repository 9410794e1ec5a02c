// The import direction of the whole house. It fails too when it saw nothing, or would not see a planted violation.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { root } from "../runtime.mjs";
import { withPlantedImports } from "./planted.mjs";
import { cruiseOptions, resolveOptions, rooms } from "./rules.mjs";

/** @returns {Promise<{modules: string[], violations: {from: string, to: string, rule: {name: string}}[]}>} */
async function look(folder) {
  const paths = Object.keys(rooms)
    .map((room) => `${room}/src`)
    .filter((path) => existsSync(join(folder, path)));
  const { output } = await cruise(paths, { ...cruiseOptions, baseDir: folder }, resolveOptions);
  return { modules: output.modules.map(({ source }) => source), violations: output.summary.violations };
}

const faults = [];
const { modules, violations } = await look(root);
for (const { from, to, rule } of violations) faults.push(`${from} → ${to}: ${rule.name}`);
const counts = Object.keys(rooms).map((room) => [
  room,
  modules.filter((source) => source.startsWith(`${room}/`)).length,
]);
for (const [room, count] of counts) if (count === 0) faults.push(`no module of ${room} was seen`);

await withPlantedImports(async (folder, planted) => {
  const seen = await look(folder);
  // A circle is reported once, from either end.
  const caught = new Set(seen.violations.flatMap(({ from, to }) => [from, to]));
  for (const path of planted) if (!caught.has(path)) faults.push(`a forbidden import was not caught: ${path}`);
});

for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`Imports hold: ${counts.map(([room, count]) => `${room} ${count}`).join(", ")}.`);
