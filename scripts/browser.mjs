// A Chromium for the browser test: the machine's, else one that is fetched.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runTool } from "./run-tool.mjs";
import { root, suitableNode } from "./runtime.mjs";
import { Sorry, say } from "./say.mjs";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "chrome.exe",
  "msedge",
];
const usualPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The machine's own Chrome or Chromium, or undefined. */
export function findBrowser(env = process.env) {
  const onPath = names.flatMap((name) =>
    (env.PATH ?? "")
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => join(folder, name)),
  );
  return [env.CHROME_PATH, env.LANDFALL_CHROMIUM, ...onPath, ...usualPlaces].find((path) => path && isProgram(path));
}

async function fromApt() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  say("Installing Chromium for the browser test (apt-get)…");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runTool("apt-get", ["update", "-qq"], { env });
  await runTool("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
  return findBrowser();
}

async function fromPlaywright() {
  say("Fetching Chromium for the browser test (Playwright)…");
  const { code } = await runTool(suitableNode(), [
    join(root, "node_modules/playwright-core/cli.js"),
    "install",
    "chromium",
  ]);
  if (code !== 0) return undefined;
  const { chromium } = await import("playwright-core");
  return isProgram(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** The path of a Chromium that runs here. */
export async function ensureBrowser() {
  const path = findBrowser() ?? (await fromApt()) ?? (await fromPlaywright());
  if (path) return path;
  throw new Sorry(
    "The browser test needs Chromium and none could be fetched: install chromium or google-chrome, or set CHROME_PATH.",
  );
}
