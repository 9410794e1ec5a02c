/** Scripts of this folder as programs run: from a bundle, with the settings of V8. What strips the types of sources would take 50 MiB more. */
import { pathToFileURL } from "node:url";
import { runScript } from "./processes.ts";

const scripts = new URL("../../scripts/", import.meta.url);
const script = (name: string) => import(new URL(name, scripts).href);

/** As {@link runScript} does. */
export async function runBundled<T>(name: string, job: unknown): Promise<T> {
  const { root } = await script("runtime.mjs");
  const { buildBundle } = await script("bundle/build.mjs");
  const { findBundle } = await script("bundle/stamp.mjs");
  const program = `bench-${name}`;
  await buildBundle(program, `test/bench/${name}.ts`, root);
  const main = pathToFileURL(`${findBundle(program)}/main.js`).href;
  return runScript<T>(main, job, ["--import", new URL("heap.mjs", scripts).href]);
}
