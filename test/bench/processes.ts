/** Programs that are measured, and those they are measured against, as processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endAll as endPrograms, landfallBin } from "../support/process.ts";
import { newFolder } from "./folders.ts";
import type { Cost } from "./measure.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const running = new Set<ChildProcess>();

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function startProgram(command: string, args: readonly string[], { env }: RunOptions = {}): Started {
  const startMs = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([code]): Ended => {
    running.delete(child);
    return { code: code as number | null, stdout, stderr, wallMs: performance.now() - startMs };
  });
  return { child, ended };
}

/** Runs a program to its end; rejects with what it printed when it fails. */
export async function runProgram(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const ended = await startProgram(command, args, options).ended;
  if (ended.code !== 0) throw new Error(`${command} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";

/** Gives a script, of this folder or by its URL, its job; resolves to the JSON of its last line. Inspector options come first. */
export async function runScript<T>(name: string, job: unknown, nodeOptions: readonly string[] = []): Promise<T> {
  const file = path.join(await newFolder("job"), "job.json");
  await writeFile(file, JSON.stringify(job));
  const ended = await runProgram(process.execPath, [...nodeOptions, here(name), file]);
  return JSON.parse(lastLine(ended.stdout));
}

export const readJob = async <T>(): Promise<T> => JSON.parse(await readFile(process.argv[2] ?? "", "utf8"));

export interface Shore {
  readonly blobsUrl: string;
  readonly hubUrl: string;
  /** Sends stations elsewhere with their blobs. */
  readonly showBlobsAt: (url: string) => void;
}

/** The discarding store and the hub that agrees to everything. */
export async function startShore(): Promise<Shore> {
  const child = spawn(process.execPath, [here("shore.ts")], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  running.add(child);
  const [line] = await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, "data"),
    once(child, "exit").then(() => Promise.reject(new Error("the shore ended"))),
  ]);
  const urls = JSON.parse(String(line)) as { blobsUrl: string; hubUrl: string };
  return { ...urls, showBlobsAt: (url) => void child.send(url) };
}

/** One command of a station, to its end; rejects when it fails. */
export async function landfall(data: string, ...args: string[]): Promise<Record<string, never>> {
  const ended = await runProgram(process.execPath, [landfallBin, ...args, "--data", data, "--json"]);
  return JSON.parse(lastLine(ended.stdout));
}

/** Starts a command of a station as a user does; its whole process is measured. */
export async function startCommand(data: string, ...args: string[]): Promise<Started & { cost: () => Promise<Cost> }> {
  const usage = path.join(await newFolder("usage"), "usage.json");
  const started = startProgram(
    process.execPath,
    ["--import", here("report-usage.ts"), landfallBin, ...args, "--data", data, "--json"],
    { env: { LANDFALL_BENCH_USAGE: usage } },
  );
  const cost = async (): Promise<Cost> => {
    const { wallMs, code, stdout, stderr } = await started.ended;
    if (code !== 0) throw new Error(`landfall ${args[0]} ended with ${code}:\n${stdout}${stderr}`);
    return { ...JSON.parse(await readFile(usage, "utf8")), wallMs };
  };
  return { ...started, cost };
}

/** Ends what is still running: what was started to be measured against. */
export async function endAll(): Promise<void> {
  const ending = [...running].filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(
    ending.map(async (child) => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    }),
  );
  running.clear();
  await endPrograms();
}
