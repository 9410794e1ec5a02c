/** A few drawing processes, each at work on one image at a time; started when needed, ended when idle. */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Drawing } from "./draw.ts";
import type { DrawAnswer, DrawRequest } from "./draw-process.ts";

/** The process ended while it was drawing this image. */
export class DrawingDiedError extends Error {
  override readonly name = "DrawingDiedError";
}

export interface Easels {
  /** Rejects with {@link DrawingDiedError} when the image took its process with it, or far too long. */
  readonly draw: (bytes: Uint8Array, signal: AbortSignal) => Promise<Drawing>;
  readonly stop: () => Promise<void>;
}

export interface EaselOptions {
  readonly program?: string;
  readonly longestMs?: number;
  readonly idleMs?: number;
}

const defaultProgram = fileURLToPath(new URL("./draw-process.ts", import.meta.url));

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

function drawIn(child: ChildProcess, bytes: Uint8Array, longestMs: number, signal: AbortSignal): Promise<Drawing> {
  return new Promise((resolve, reject) => {
    const kill = (): void => void child.kill("SIGKILL");
    const timer = setTimeout(kill, longestMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
      child.off("message", onDrawn).off("exit", onExit).off("error", onError);
    };
    const onDrawn = ({ drawing }: DrawAnswer): void => {
      settle();
      resolve(drawing);
    };
    const onExit = (code: number | null, name: NodeJS.Signals | null): void => {
      settle();
      reject(new DrawingDiedError(`the drawing process ended (${name ?? code})`));
    };
    const onError = (cause: Error): void => {
      settle();
      reject(cause);
    };
    child.on("message", onDrawn).on("exit", onExit).on("error", onError);
    signal.addEventListener("abort", kill);
    if (signal.aborted) kill();
    else child.send({ bytes } satisfies DrawRequest, () => {});
  });
}

export function openEasels(options: EaselOptions = {}): Easels {
  const { program = defaultProgram, longestMs = 60_000, idleMs = 20_000 } = options;
  const free = new Map<ChildProcess, NodeJS.Timeout>();
  const all = new Set<ChildProcess>();

  const start = (): ChildProcess => {
    const child = fork(program, {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // None of the hub's settings, some of which are secret.
      env: {
        PATH: process.env.PATH ?? "",
        VIPS_WARNING: "1",
        UV_THREADPOOL_SIZE: String(Math.min(2, availableParallelism())),
      },
    });
    child.on("error", () => {});
    all.add(child);
    void ended(child).then(() => {
      all.delete(child);
      clearTimeout(free.get(child));
      free.delete(child);
    });
    return child;
  };
  const take = (): ChildProcess => {
    const [reused] = [...free.keys()].filter((child) => child.connected);
    if (!reused) return start();
    clearTimeout(free.get(reused));
    free.delete(reused);
    return reused;
  };

  return {
    draw: async (bytes, signal) => {
      const child = take();
      const drawing = await drawIn(child, bytes, longestMs, signal);
      free.set(child, setTimeout(() => child.kill(), idleMs).unref());
      return drawing;
    },
    stop: async () => {
      const children = [...all];
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(children.map(ended));
    },
  };
}
