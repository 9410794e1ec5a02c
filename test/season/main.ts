/** The whole season: `npm run -s season [-- PHOTOGRAPHS]`, 14,000 of them by default; its interactions by name. */
import { spawnSync } from "node:child_process";

const photographs = process.argv[2] ?? "14000";
const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "test/season.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, LANDFALL_SEASON: photographs },
});
process.exitCode = status ?? 1;
