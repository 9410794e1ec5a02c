// npm run build: the dashboard, and the programs as bundles, each where its sources changed.
import { ensureBundles } from "./bundles.mjs";
import { ensureDashboard } from "./dashboard.mjs";
import { main } from "./say.mjs";

await main(async () => {
  await ensureDashboard();
  await ensureBundles();
});
