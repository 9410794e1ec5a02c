// Makes the bundle of a program: a few files in place of the many that Node would find, read and strip of types at each start.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { keepUrls, noteStates, readableTraces, settledState } from "./plugins.mjs";
import { bundles, stampPath } from "./stamp.mjs";

/** Packages that a start needs and that find no files beside themselves. All others are loaded from where they are installed. */
const taken = new Set([
  ...["zod", "hono", "@hono/node-server", "kysely", "jose", "croner", "fflate", "saxes", "xmlchars"],
  ...["p-queue", "p-timeout", "eventemitter3"],
]);
const isPackage = (id) => !/^([./\0]|[a-z]:[\\/])/i.test(id);
const packageOf = (id) => id.split("/", id.startsWith("@") ? 2 : 1).join("/");
const isExternal = (id) => isPackage(id) && !id.startsWith("@landfall/") && !taken.has(packageOf(id));

/** A running program loads some parts only when it needs them, from its own bundle: those that were replaced lately stay. */
const kept = 8;

/** Files that decide what becomes of a program, beside those that it is made of. */
const deciding = (folder) => [
  "node_modules/.package-lock.json",
  "scripts/bundle/build.mjs",
  "scripts/bundle/plugins.mjs",
  ...["packages", "apps"].flatMap((rooms) =>
    readdirSync(join(folder, rooms)).map((room) => `${rooms}/${room}/package.json`),
  ),
];

/** @returns {Promise<{name: string, text: string}[]>} the files of the bundle */
async function bundle(folder, place, entry, states) {
  const build = await rolldown({
    cwd: folder,
    input: { main: join(folder, entry) },
    platform: "node",
    tsconfig: false,
    external: isExternal,
    // A part that one command loads late another loads at once.
    checks: { ineffectiveDynamicImport: false },
    plugins: [noteStates(folder, states), keepUrls(folder, place), readableTraces],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message);
    },
  });
  try {
    const { output } = await build.generate({
      dir: place,
      format: "esm",
      chunkFileNames: "[name]-[hash].js",
      sourcemap: true,
      sourcemapExcludeSources: true,
    });
    return output.map((file) => ({
      name: file.fileName,
      text: file.type === "chunk" ? file.code : String(file.source),
    }));
  } finally {
    await build.close();
  }
}

const isThere = (folder, files) =>
  files.every(({ name, text }) => existsSync(join(folder, name)) && readFileSync(join(folder, name), "utf8") === text);

/** The folder gets its name when all files are in it. */
function put(folder, files) {
  if (isThere(folder, files)) return;
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(draft, name), text);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

/** Removes drafts that were given up, and bundles of long ago. */
function tidy(folder, current) {
  const changedMs = (name) => statSync(join(folder, name)).mtimeMs;
  const [drafts, replaced] = [[], []];
  for (const name of readdirSync(folder))
    if (name !== current) (name.endsWith(".draft") ? drafts : replaced).push(name);
  replaced.sort((a, b) => changedMs(b) - changedMs(a));
  for (const name of [...drafts, ...replaced.slice(kept)]) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * Makes the bundle of a program, and then its stamp. A build that is interrupted, at any point, leaves the stamp as it was. One at a time
 * in one checkout.
 * @param {string} program its name
 * @param {string} entry the file it begins with, by path below the checkout
 * @param {string} folder the checkout
 */
export async function buildBundle(program, entry, folder) {
  const states = new Map();
  const note = async (path) => states.set(path, await settledState(join(folder, path)));
  for (const path of deciding(folder)) await note(path);
  const all = join(folder, bundles, program);
  const files = await bundle(folder, join(all, "bundle"), entry, states);
  const name = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  put(join(all, name), files);
  for (const file of files) await note(`${bundles}/${program}/${name}/${file.name}`);
  const draft = `${stampPath(program, folder)}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, JSON.stringify({ bundle: name, files: Object.fromEntries(states) }));
  renameSync(draft, stampPath(program, folder));
  tidy(all, name);
}
