/** Programs that this one starts, hears of and kills. */
import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a child says of itself. */
export interface Said {
  readonly ready?: { readonly url: string; readonly token?: string };
  readonly edge?: string;
  readonly changed?: number;
  readonly held?: string;
  readonly unskipped?: true;
}

export interface Child {
  readonly process: ChildProcess;
  readonly ready: NonNullable<Said["ready"]>;
  readonly tell: (order: object) => void;
  /** Resolves with the next thing it says that this wants; rejects when it is gone first. */
  readonly says: <T>(want: (said: Said) => T | undefined) => Promise<T>;
  /** Resolves when it is gone, with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
  readonly isGone: () => boolean;
  readonly kill: () => Promise<void>;
}

/** It ended, at an edge or otherwise. */
export class GoneError extends Error {
  override readonly name = "GoneError";
}

const running = new Set<Child>();

/** What one has compiled need not be compiled by the next: hundreds are started. */
const compiled = path.join(tmpdir(), `landfall-chaos-compiled-${process.pid}`);
process.once("exit", () => rmSync(compiled, { recursive: true, force: true }));

/** Starts it and waits until it is ready. @param onEdge hears of each edge that it passes for the first time */
export async function startChild(
  program: URL,
  settings: object,
  options: { readonly onEdge: (name: string) => void; readonly env?: Readonly<Record<string, string>> },
): Promise<Child> {
  const child = fork(program, [JSON.stringify(settings)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...options.env },
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  const listeners = new Set<(said: Said) => void>();
  let isOver = false;
  const gone = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_, signal) => {
      isOver = true;
      resolve(signal);
    });
  });
  child.on("error", () => {});
  child.on("message", (said: Said) => {
    if (said.edge !== undefined) options.onEdge(said.edge);
    for (const listener of [...listeners]) listener(said);
  });
  const says = <T>(want: (said: Said) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const listener = (said: Said) => {
        const value = want(said);
        if (value === undefined) return;
        listeners.delete(listener);
        resolve(value);
      };
      listeners.add(listener);
      void gone.then((signal) => {
        listeners.delete(listener);
        reject(new GoneError(`it ended (${signal}) ${errors}`));
      });
    });
  const ready = await says((said) => said.ready);
  const self: Child = {
    process: child,
    ready,
    tell: (order) => {
      if (child.connected) child.send(order, () => {});
    },
    says,
    gone,
    isGone: () => isOver,
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
  running.add(self);
  void gone.then(() => running.delete(self));
  return self;
}

export async function endChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()));
}
