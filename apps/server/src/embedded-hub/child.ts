/** The hub as a process of its own. The station knows it by its command line only. */
import { spawn } from "node:child_process";
import { LandfallError } from "@landfall/protocol";
import { hubProgram } from "../checkout.ts";

export interface HubChild {
  readonly port: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface HubChildOptions {
  readonly dataFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly onErrorLine: (line: string) => void;
}

const stopGraceMs = 8_000;
const listening = /^hub listening on http:\/\/127\.0\.0\.1:(\d+)/m;

/** Starts it and waits until it listens. Rejects with HUB_UNAVAILABLE when it ends before. */
export async function startHubChild({ dataFolder, port, onErrorLine }: HubChildOptions): Promise<HubChild> {
  const args = [hubProgram, "serve", "--data", dataFolder, "--port", String(port), "--parent-watch"];
  const child = spawn(process.execPath, args, {
    // Its channel tells it when this process is gone; a Ctrl-C of the terminal is for this process, which drains first.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  let lastError = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastError = text.trim() || lastError;
    onErrorLine(text.trim());
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      lastError = error.message;
      resolve();
    });
  });
  let output = "";
  const actualPort = await new Promise<number>((resolve, reject) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const match = listening.exec(output);
      if (match) resolve(Number(match[1]));
    });
    ended.then(() => reject(new LandfallError("HUB_UNAVAILABLE", { detail: `The hub did not start. ${lastError}` })));
  });
  return {
    port: actualPort,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const cut = setTimeout(() => child.kill("SIGKILL"), stopGraceMs);
      await ended;
      clearTimeout(cut);
    },
  };
}
