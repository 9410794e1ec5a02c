/** Azurite as a child process, for trying things out. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { LandfallError } from "@landfall/protocol";

export interface Azurite {
  readonly connectionString: string;
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** The account that every Azurite has; its key is public. */
const account = "devstoreaccount1";
const accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

const startMs = 30_000;

/** Run in the child first: it leaves when the hub is gone, however that went, after writing down what it has. */
const leaveWithParent = 'data:text/javascript,process.once("disconnect",()=>process.kill(process.pid,"SIGTERM"))';

function findMain(): string {
  try {
    return createRequire(import.meta.url).resolve("azurite/dist/src/blob/main.js");
  } catch (cause) {
    throw new LandfallError("HUB_UNAVAILABLE", { detail: "Azurite is not installed here: npm install azurite", cause });
  }
}

/** Starts Azurite on a free port of the loopback interface, or on the one given, its data in `folder`. */
export async function startAzurite(folder: string, wantedPort = 0): Promise<Azurite> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const options = ["--blobHost", "127.0.0.1", "--blobPort", String(wantedPort), "--location", folder];
  const quiet = ["--silent", "--skipApiVersionCheck", "--disableTelemetry"];
  const child = spawn(process.execPath, ["--import", leaveWithParent, findMain(), ...options, ...quiet], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const failed = () => reject(new LandfallError("HUB_UNAVAILABLE", { detail: "Azurite did not start" }));
    const timer = setTimeout(failed, startMs);
    let text = "";
    child.once("exit", failed).once("error", failed);
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const match = /successfully listens on http:\/\/[^:]+:(\d+)/.exec(text);
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    });
  }).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  const endpoint = `http://127.0.0.1:${port}/${account}`;
  return {
    port,
    pid: child.pid ?? 0,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};BlobEndpoint=${endpoint};`,
    stop: async () => {
      if (child.connected) child.disconnect();
      else child.kill("SIGTERM");
      await exited;
    },
  };
}
