/** `landfall hub …`: the hub's own command line, on the same data folder. */
import { spawn } from "node:child_process";
import { hubProgram } from "../../checkout.ts";
import type { Command, ExitCode } from "../command.ts";
import { resolveDataFolder } from "../paths.ts";

/** The arguments with an absolute `--data`, which is taken out of where it stood. */
export function withDataFolder(argv: readonly string[]): string[] {
  const rest: string[] = [];
  let data: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--data") data = argv[++at];
    else if (word.startsWith("--data=")) data = word.slice("--data=".length);
    else rest.push(word);
  }
  return [...rest, "--data", resolveDataFolder(data)];
}

/** Runs it to its end; signals reach it, and it leaves when this process is killed. */
function runHub(argv: readonly string[]): Promise<ExitCode> {
  const isService = argv[0] === undefined || argv[0] === "serve" || argv[0].startsWith("-");
  const args = [hubProgram, ...withDataFolder(argv), ...(isService ? ["--parent-watch"] : [])];
  const child = spawn(process.execPath, args, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      for (const signal of signals) process.off(signal, forward);
      resolve((code ?? 1) as ExitCode);
    });
  });
}

export const hub: Command = {
  name: "hub",
  summary: "Run a hub, or look after its populations and keys",
  usage:
    "[--port N] [--blobs disk|azurite|azure] | population create … | key create|list|revoke … | receipt-key create | help",
  execute: runHub,
};
