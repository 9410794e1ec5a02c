// Installs the packages of package-lock.json where they are not, once, whoever asks first.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runTool } from "./run-tool.mjs";
import { root } from "./runtime.mjs";
import { Sorry, say } from "./say.mjs";

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

/**
 * Whether what npm wrote down after its last complete install is what the lock file asks for.
 * Optional packages may be absent: they are for other systems.
 * @param {string} lock text of package-lock.json
 * @param {string | undefined} installed text of node_modules/.package-lock.json, which npm writes last
 */
export function isInstalled(lock, installed) {
  if (!installed) return false;
  const have = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    const found = have[path];
    return found ? found.version === wanted.version && found.link === wanted.link : wanted.optional === true;
  });
}

const isUpToDate = (folder) =>
  isInstalled(
    readFileSync(join(folder, "package-lock.json"), "utf8"),
    read(join(folder, "node_modules/.package-lock.json")),
  );

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Takes the lock, or says who has it. A lock whose holder is gone is taken over. */
function tryLock(file) {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const holder = Number(read(file));
    if (holder && !isAlive(holder)) renameSync(file, draft);
    return false;
  } finally {
    unlinkSync(draft);
  }
}

/** Runs `work` while no other process works on this checkout. */
export async function withLock(folder, work) {
  const file = join(tmpdir(), `landfall-install-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`);
  let waiting = false;
  while (!tryLock(file)) {
    if (!waiting) say("Waiting for another install of this checkout…");
    waiting = true;
    await wait(500);
  }
  try {
    return await work();
  } finally {
    unlinkSync(file);
  }
}

/** The line of npm's output that says what went wrong. */
export function npmReason(output) {
  const lines = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim())
    .filter((line) => line && !/^(code|errno|syscall|A complete log|path) ?/.test(line));
  return lines[0] ?? output.trim().split("\n").at(-1) ?? "";
}

/** Runs `npm ci` where the installed packages are not those of package-lock.json. */
export async function ensureInstalled(folder = root) {
  if (isUpToDate(folder)) return;
  await withLock(folder, async () => {
    if (isUpToDate(folder)) return;
    say(
      `${existsSync(join(folder, "node_modules")) ? "Bringing the packages up to date" : "Installing the packages"} (npm ci, about a minute)…`,
    );
    const { code, output } = await runTool("npm", ["ci", "--no-progress"], { cwd: folder });
    if (code === 127)
      throw new Sorry(
        "Landfall installs its packages with npm, which is not on the path: install Node.js with npm from nodejs.org.",
      );
    if (code !== 0)
      throw new Sorry(
        `The packages could not be installed: ${npmReason(output)} Check the network and the disk, then try again.`,
      );
  });
}
