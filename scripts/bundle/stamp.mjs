// What a program's bundle was made of, and whether that still lies here. Read at every start: it has to cost nearly nothing.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtime.mjs";

/** Of each program: `NAME.json`, the stamp, and `NAME/`, in which a folder for each of its latest bundles lies. */
export const bundles = "dist";

/**
 * What tells that a file may have other bytes than before, without reading it: its size, and when its entry last changed.
 * The system alone sets that time: a file that was written, put in the place of another or had its times set back has another.
 * @param {import("node:fs").Stats | undefined} stats of a file, where there is one
 * @returns {[bytes: number, changedMs: number]}
 */
export const stateOf = (stats) => (stats ? [stats.size, stats.ctimeMs] : [0, 0]);

/**
 * @typedef {object} Stamp
 * @property {string} bundle the name of the folder
 * @property {Record<string, [bytes: number, changedMs: number]>} files all that the bundle was made of and all that it is,
 *   by path below the checkout
 */

export const stampPath = (program, folder) => join(folder, bundles, `${program}.json`);

/** The folder of the bundle that was made of exactly the files that lie in this checkout; undefined where there is none. */
export function findBundle(program, folder = root) {
  /** @type {Stamp} */
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampPath(program, folder), "utf8"));
  } catch {
    return undefined;
  }
  for (const [path, [bytes, changedMs]] of Object.entries(stamp.files)) {
    const [bytesNow, changedNowMs] = stateOf(statSync(`${folder}/${path}`, { throwIfNoEntry: false }));
    if (bytesNow !== bytes || changedNowMs !== changedMs) return undefined;
  }
  return join(folder, bundles, program, stamp.bundle);
}
