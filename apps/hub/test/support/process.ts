/** The hub as its own process, as people start it. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/landfall-hub.mjs", import.meta.url));

export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Stdio = "pipe" | "ignore" | "ipc";
const plainStdio: readonly Stdio[] = ["pipe", "pipe", "pipe"];

function start(
  args: readonly string[],
  stdio = plainStdio,
): { child: ChildProcess; text: { out: string; err: string } } {
  const child = spawn(process.execPath, [program, ...args], { stdio: [...stdio] });
  const text = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text.out += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text.err += chunk;
  });
  return { child, text };
}

/** Runs a command to its end. */
export async function command(...args: string[]): Promise<CommandEnd> {
  const { child, text } = start(args);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...text };
}

export interface HubProcess {
  readonly url: string;
  readonly hubId: string;
  readonly child: ChildProcess;
  readonly text: { readonly out: string; readonly err: string };
  /** Resolves with the exit code, `null` after a signal. */
  readonly ended: Promise<number | null>;
}

/** Starts `serve` and waits until it says that it listens. */
export const serveHub = (...args: string[]): Promise<HubProcess> => serveOver(plainStdio, ...args);

/** The same with a channel to this process, and no standard input. */
export const serveHubWithChannel = (...args: string[]): Promise<HubProcess> =>
  serveOver(["ignore", "pipe", "pipe", "ipc"], ...args);

async function serveOver(stdio: readonly Stdio[], ...args: string[]): Promise<HubProcess> {
  const { child, text } = start(["serve", "--json", "--port", "0", ...args], stdio);
  // Not "close", which does not come where the channel was cut from this side.
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const ready = new Promise<{ url: string; hubId: string }>((resolve, reject) => {
    child.stdout?.on("data", () => {
      const line = /^\{.*\}$/m.exec(text.out)?.[0];
      if (line) resolve(JSON.parse(line) as { url: string; hubId: string });
    });
    void ended.then((code) => reject(new Error(`the hub ended with ${code}: ${text.err}`)));
  });
  return { ...(await ready), child, text, ended };
}
