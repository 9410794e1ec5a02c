/** Where the hub keeps its things below the data folder, and the secrets among them. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import { LandfallError, systemCode } from "@landfall/protocol";

export interface HubFolders {
  readonly hub: string;
  readonly keys: string;
  readonly blobs: string;
  readonly azurite: string;
  readonly database: string;
}

/**
 * Step by step: Node's own recursive mkdir never returns where the system answers ENOENT below a folder that exists,
 * as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    // Another hub on the same data may be at its start too.
    if (systemCode(error) !== "EEXIST") throw error;
  });
}

/** Makes the folders, readable by their owner only. */
export async function openFolders(dataFolder: string): Promise<HubFolders> {
  const hub = path.resolve(dataFolder, "hub");
  const folders = {
    hub,
    keys: path.join(hub, "keys"),
    blobs: path.join(hub, "blobs"),
    azurite: path.join(hub, "azurite"),
    database: path.join(hub, "hub.sqlite"),
  };
  try {
    await makeFolder(folders.keys);
    await chmod(folders.keys, 0o700);
  } catch (cause) {
    const code = systemCode(cause);
    throw new LandfallError("DATA_FOLDER_UNWRITABLE", { detail: `The hub cannot write to ${hub} (${code}).`, cause });
  }
  return folders;
}

/** The secret in this file, made by `create` on first use; of two processes that start together both get the same. */
export async function ensureSecretFile(file: string, create: () => string | Promise<string>): Promise<string> {
  const existing = await readFile(file, "utf8").catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (existing !== undefined) return existing;
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(await create());
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, file).catch((error: unknown) => {
    if (systemCode(error) !== "EEXIST") throw error;
  });
  await unlink(draft);
  return readFile(file, "utf8");
}
