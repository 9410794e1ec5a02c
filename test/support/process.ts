/** Programs of ours, started as a user starts them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const checkout = fileURLToPath(new URL("../../", import.meta.url));
export const landfallBin = `${checkout}apps/server/bin/landfall.mjs`;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the first match in what it prints; rejects when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<Finished>;
  /** SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, and waits until it is gone. */
  readonly stop: () => Promise<Finished>;
}

const started = new Set<Program>();

/** @param input what comes on its standard input; nothing is there when left out */
export function start(args: readonly string[], env: Record<string, string> = {}, input?: string): Program {
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard();
  });
  const ended = once(child, "close").then(([code]): Finished => {
    started.delete(program);
    heard();
    return { code: code as number | null, stdout, stderr };
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const program: Program = {
    child,
    output: () => stdout + stderr,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (match) resolve(match);
          else if (isOver()) reject(new Error(`it ended without saying ${pattern}:\n${stdout}${stderr}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
  started.add(program);
  return program;
}

/** Ends whatever a failed test left running. */
export async function endAll(): Promise<void> {
  await Promise.all([...started].map((program) => program.kill()));
}
