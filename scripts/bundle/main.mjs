// Bundles the programs that are named.
import { root } from "../runtime.mjs";
import { buildBundle } from "./build.mjs";
import { programs } from "./programs.mjs";

for (const name of process.argv.slice(2)) await buildBundle(name, programs[name], root);
