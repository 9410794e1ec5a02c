/** The command line, a hub and stations, each with a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { needNoLicense } from "../../apps/server/test/station/support.ts";
import { type Finished, landfallBin, type Program, start } from "./process.ts";

const folders: string[] = [];

export async function tempFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `landfall-${name}-`));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
}

export interface Answer extends Finished {
  /** The last line of standard output. */
  // biome-ignore lint/suspicious/noExplicitAny: each command has a shape of its own, which the test states
  readonly json: any;
}

/** One command of a station, to its end. A station that is new with its first scan needs no licences. */
export async function landfall(data: string, ...args: string[]): Promise<Answer> {
  if (args[0] === "scan") needNoLicense(data);
  return toAnswer(await start([landfallBin, ...args, "--data", data, "--json"]).ended);
}

/** The same, with something on its standard input. */
export async function landfallFed(data: string, input: string, ...args: string[]): Promise<Answer> {
  return toAnswer(await start([landfallBin, ...args, "--data", data, "--json"], {}, input).ended);
}

export const startLandfall = (data: string, ...args: string[]): Program =>
  start([landfallBin, ...args, "--data", data, "--json"]);

export function toAnswer(finished: Finished): Answer {
  const last = finished.stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    return { ...finished, json: JSON.parse(last) };
  } catch {
    return { ...finished, json: undefined };
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TestHub {
  readonly data: string;
  readonly url: string;
  readonly port: number;
  /** For population "Orcas". */
  readonly key: string;
  readonly keyId: string;
  readonly program: () => Program;
  readonly kill: () => Promise<void>;
  /** On the same port, with the same data. */
  readonly restart: () => Promise<void>;
}

export interface TestHubOptions {
  /** How stations reach it, when there is something in between. */
  readonly publicUrl?: string;
  readonly args?: readonly string[];
}

export async function startTestHub({ publicUrl, args = [] }: TestHubOptions = {}): Promise<TestHub> {
  const data = await tempFolder("hub");
  const port = await freePort();
  const serve = async () => {
    const reach = publicUrl ? ["--public-url", publicUrl] : [];
    const program = start([landfallBin, "hub", "--data", data, "--port", String(port), ...reach, ...args]);
    await program.says(/hub listening on/);
    return program;
  };
  let running = await serve();
  const made = await landfall(data, "hub", "key", "create", "--name", "test", "--population", "Orcas");
  return {
    data,
    url: `http://127.0.0.1:${port}`,
    port,
    key: made.json.key,
    keyId: made.json.keyId,
    program: () => running,
    kill: () => running.kill(),
    restart: async () => {
      running = await serve();
    },
  };
}

/** A data folder of a station that needs no licences. */
export async function newData(): Promise<string> {
  const data = await tempFolder("station");
  needNoLicense(data);
  return data;
}

/** A new station that is connected to the hub. */
export async function newStation(url: string, key: string): Promise<string> {
  const data = await newData();
  const connected = await landfall(data, "connect", "--hub", url, "--key", key);
  if (connected.code !== 0) throw new Error(`connect failed: ${connected.stdout}${connected.stderr}`);
  return data;
}
