// Bundles the programs where their sources changed since that was last done.
import { programs } from "./bundle/programs.mjs";
import { findBundle } from "./bundle/stamp.mjs";
import { withLock } from "./install.mjs";
import { runTool } from "./run-tool.mjs";
import { root, suitableNode } from "./runtime.mjs";
import { Sorry, say } from "./say.mjs";

const stale = () => Object.keys(programs).filter((name) => !findBundle(name));

/** Every program has a bundle of what lies here. */
export async function ensureBundles() {
  if (stale().length === 0) return;
  await withLock(root, async () => {
    const names = stale();
    if (names.length === 0) return;
    say("Bundling the programs…");
    const { code, output } = await runTool(suitableNode(), ["scripts/bundle/main.mjs", ...names]);
    if (code !== 0) throw new Sorry(`${output.trimEnd()}\nThe programs could not be bundled: see above.`);
  });
}
