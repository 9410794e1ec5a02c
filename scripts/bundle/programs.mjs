// Opens one of the programs: from its bundle where that is of exactly the files that lie here, else from its sources.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../runtime.mjs";
import { findBundle } from "./stamp.mjs";

/** The file each program begins with. */
export const programs = { station: "apps/server/src/cli/main.ts", hub: "apps/hub/src/main.ts" };

/** Keeps what V8 made of the code, beside the code and with its owner. Where nothing can be written it is made anew. */
function keepCompiled(bundle) {
  if (bundle) nodeModule.enableCompileCache?.(join(bundle, "compiled"));
  else if (existsSync(`${root}node_modules`)) nodeModule.enableCompileCache?.(`${root}node_modules/.cache/landfall`);
}

/**
 * Loads a program.
 * @param {keyof typeof programs} name
 * @returns what its first file exports
 */
export function openProgram(name) {
  const bundle = findBundle(name);
  keepCompiled(bundle);
  return import(pathToFileURL(bundle ? join(bundle, "main.js") : join(root, programs[name])).href);
}
