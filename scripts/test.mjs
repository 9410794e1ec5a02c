// npm test: everything that must hold, from a fresh clone, ending in one line of counts.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBundles } from "./bundles.mjs";
import { ensureDashboard } from "./dashboard.mjs";
import { ensureInstalled } from "./install.mjs";
import { runTool } from "./run-tool.mjs";
import { suitableNode } from "./runtime.mjs";
import { Sorry, say } from "./say.mjs";
import { countVitest, lastLine, total } from "./test-counts.mjs";

const counts = [];

/** One step that passes or fails as a whole, and counts as one test. */
async function step(name, work) {
  const startedMs = Date.now();
  const seconds = () => `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
  try {
    const value = await work();
    console.log(`✓ ${name} (${seconds()})`);
    counts.push({ passed: 1, failed: 0 });
    return value;
  } catch (error) {
    console.log(`✗ ${name} (${seconds()})\n${error instanceof Sorry ? error.message : error.stack}`);
    counts.push({ passed: 0, failed: 1 });
    return undefined;
  }
}

const tool = (name, args) =>
  step(name, async () => {
    const { code, output } = await runTool(suitableNode(), args);
    if (code !== 0) throw new Sorry(output.trimEnd());
  });

async function vitest(browser) {
  const folder = mkdtempSync(join(tmpdir(), "landfall-test-"));
  const file = join(folder, "report.json");
  try {
    const args = [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ];
    const env = { ...process.env, ...(browser && { LANDFALL_CHROMIUM: browser }) };
    const { code } = await runTool(suitableNode(), [...args, ...process.argv.slice(2)], { output: "inherit", env });
    let report;
    try {
      report = JSON.parse(readFileSync(file, "utf8"));
    } catch {
      say("The tests ended without a report.");
    }
    counts.push(countVitest(report, code));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function everything() {
  let installed = false;
  await step("packages", async () => {
    await ensureInstalled();
    if (!suitableNode())
      throw new Sorry("The tests need Node 22.18 or newer on this system: install it from nodejs.org.");
    installed = true;
  });
  if (!installed) return;
  const browser = await step("browser", ensureBrowser);
  await tool("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
  await tool("types", ["scripts/types.mjs"]);
  await tool("imports", ["scripts/imports.mjs"]);
  await tool("errors page", ["scripts/errors-page.mjs", "--check"]);
  await step("dashboard", ensureDashboard);
  await step("bundles", ensureBundles);
  await vitest(browser);
}

try {
  await everything();
} catch (error) {
  say(error.stack);
  counts.push({ passed: 0, failed: 1 });
}
const sum = total(counts);
console.log(lastLine(sum));
process.exitCode = sum.failed === 0 ? 0 : 1;
