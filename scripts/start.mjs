// npm start: from a fresh clone to a running station with a sample to look at.
import { ensureBundles } from "./bundles.mjs";
import { ensureDashboard } from "./dashboard.mjs";
import { ensureInstalled } from "./install.mjs";
import { main } from "./say.mjs";

await main(async () => {
  await ensureInstalled();
  await ensureDashboard();
  await ensureBundles();
  process.argv.splice(2, 0, "start", "--sample");
  await import("../apps/server/bin/landfall.mjs");
});
