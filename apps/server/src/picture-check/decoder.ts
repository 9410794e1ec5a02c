/** One process that decodes one picture at a time; started when it is needed, ended when idle. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DecodedPicture } from "@landfall/db";
import type { DecodeAnswer, DecodeRequest } from "./decode-process.ts";

export interface Decoder {
  /** Null where the file cannot be read. `unchecked` where the picture took its process with it, or far too long. */
  readonly decode: (path: Uint8Array, isRaw?: boolean) => Promise<DecodedPicture | null>;
  /** What is being decoded is given up, and answered with null. */
  readonly stop: () => Promise<void>;
}

export interface DecoderOptions {
  readonly program?: string;
  readonly longestMs?: number;
  readonly idleMs?: number;
}

const defaultProgram = fileURLToPath(new URL("./decode-process.ts", import.meta.url));

const start = (program: string): ChildProcess =>
  fork(program, {
    serialization: "advanced",
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    // None of the station's settings, some of which are secret.
    env: { PATH: process.env.PATH ?? "", UV_THREADPOOL_SIZE: "2" },
  });

export function openDecoder(options: DecoderOptions = {}): Decoder {
  const { program = defaultProgram, longestMs = 120_000, idleMs = 20_000 } = options;
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isStopped = false;

  const take = (): ChildProcess => {
    clearTimeout(idle);
    if (child?.connected) return child;
    const started = start(program);
    started.once("exit", () => {
      if (child === started) child = undefined;
    });
    started.on("error", () => {});
    child = started;
    return started;
  };

  const decode: Decoder["decode"] = (path, isRaw = false) => {
    if (isStopped) return Promise.resolve(null);
    const at = take();
    return new Promise((resolve) => {
      const end = (picture: DecodedPicture | null) => {
        clearTimeout(timer);
        at.off("message", onMessage).off("exit", onExit);
        idle = setTimeout(() => child?.kill(), idleMs).unref();
        resolve(picture);
      };
      const timer = setTimeout(() => at.kill("SIGKILL"), longestMs);
      const onMessage = ({ picture }: DecodeAnswer) => end(picture);
      const onExit = () => end(isStopped ? null : { result: isRaw ? null : "unchecked", look: null });
      at.on("message", onMessage).on("exit", onExit);
      at.send({ path, isRaw } satisfies DecodeRequest, () => {});
    });
  };

  return {
    decode,
    stop: async () => {
      isStopped = true;
      clearTimeout(idle);
      const at = child;
      if (!at) return;
      const ended = new Promise((resolve) => at.once("exit", resolve));
      at.kill("SIGKILL");
      await ended;
    },
  };
}
