// Starts one tool and waits for its end.
import { spawn } from "node:child_process";
import { root } from "./runtime.mjs";

/**
 * Runs a program to its end, in the checkout, without standard input.
 * @param {"inherit" | "capture"} output where its output goes
 * @returns {Promise<{code: number, output: string}>} code 127 where there is no such program; `output` is what was captured
 */
export function runTool(command, args, { output = "capture", env = process.env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", output === "inherit" ? "inherit" : "pipe", output === "inherit" ? "inherit" : "pipe"],
      // npm and npx are scripts of the shell there.
      shell: process.platform === "win32" && !command.includes("\\"),
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (part) => (text += part));
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM"];
    for (const signal of signals) process.on(signal, forward);
    const end = (code, extra = "") => {
      for (const signal of signals) process.off(signal, forward);
      resolve({ code, output: text + extra });
    };
    child.on("error", (error) => end(error.code === "ENOENT" ? 127 : 126, error.message));
    child.on("close", (code, signal) => end(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
