// What the bundler has to know of this house.
import { stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stateOf } from "./stamp.mjs";

const traces = fileURLToPath(new URL("./traces.mjs", import.meta.url));
const posix = (path) => path.replaceAll("\\", "/");

/** A path as stamps have it. */
const below = (folder, file) => posix(relative(folder, file));

/** The clock by which file systems note changes stands still for so long. */
const tickMs = 20;

/** The state of a file from which every later change will differ. */
export async function settledState(path) {
  for (;;) {
    const stats = await stat(path).catch(() => undefined);
    // Where another machine's clock notes it, that may be in the future.
    if (!stats || Math.abs(Date.now() - stats.ctimeMs) > tickMs) return stateOf(stats);
    await wait(tickMs);
  }
}

/**
 * Notes the state of each file before it is read: one that changes while the bundle is made no longer fits its stamp.
 * @param {Map<string, string>} states
 */
export const noteStates = (folder, states) => ({
  name: "note-states",
  async load(id) {
    if (!id.startsWith("\0")) states.set(below(folder, id), await settledState(id));
    return null;
  },
});

/** Nothing moved to another line. */
const linesStay = null;

const ownUrl = /new URL\("(\.[^"]+\.ts)", import\.meta\.url\)|import\.meta\.url/g;

/**
 * What files find beside themselves by URL. A program that runs in a thread or a process of its own becomes an entry of the
 * bundle; anything else stays where it lies, and the file's own URL that of its source.
 * @param {string} bundle a folder as deep as the one in which the bundle will lie
 */
export const keepUrls = (folder, bundle) => ({
  name: "keep-urls",
  transform: {
    filter: { code: "import.meta." },
    handler(code, file) {
      if (file === traces) return null;
      if (/import\.meta\.(dir|file)name/.test(code))
        throw new Error(`${below(folder, file)}: say import.meta.url, the one way that a bundle keeps.`);
      const source = `new URL(${JSON.stringify(posix(relative(bundle, file)))}, import.meta.url).href`;
      const changed = code.replace(ownUrl, (_, path) => {
        if (!path) return source;
        const id = join(dirname(file), path);
        const fileName = below(folder, id).replaceAll("/", "-").replace(/\.ts$/, ".js");
        this.emitFile({ type: "chunk", id, fileName });
        return `new URL("./${fileName}", import.meta.url)`;
      });
      return { code: changed, map: linesStay };
    },
  },
});

/** Each entry begins with what makes its stack traces readable. */
export const readableTraces = {
  name: "readable-traces",
  transform(code, id) {
    return this.getModuleInfo(id)?.isEntry
      ? { code: `import ${JSON.stringify(traces)};${code}`, map: linesStay }
      : null;
  },
};
