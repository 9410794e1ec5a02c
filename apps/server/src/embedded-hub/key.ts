/** Keys of the embedded hub, made and revoked through its command line. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LandfallError } from "@landfall/protocol";
import { z } from "zod";
import { hubProgram } from "../checkout.ts";

export const HubKey = z.object({ key: z.string(), keyId: z.string(), populations: z.array(z.string()) });
export type HubKey = z.infer<typeof HubKey>;

const Created = z.object({ key: z.string(), keyId: z.string() });
const run = promisify(execFile);

async function runHub(args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [hubProgram, ...args]);
    return stdout.trim().split("\n").at(-1) ?? "";
  } catch (cause) {
    throw new LandfallError("HUB_UNAVAILABLE", { detail: "The embedded hub gave no key.", cause });
  }
}

/** A key for these populations, which are made where the hub has none of the name. */
export async function createHubKey(dataFolder: string, populations: readonly string[]): Promise<HubKey> {
  const names = populations.flatMap((name) => ["--population", name]);
  const line = await runHub(["key", "create", "--name", "This computer", ...names, "--data", dataFolder, "--json"]);
  return { ...Created.parse(JSON.parse(line)), populations: [...populations] };
}

export async function revokeHubKey(dataFolder: string, keyId: string): Promise<void> {
  await runHub(["key", "revoke", keyId, "--data", dataFolder]);
}
