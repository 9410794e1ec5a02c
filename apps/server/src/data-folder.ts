/** The station's data folder, and the files in it that only their owner may read. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { LandfallError, systemCode } from "@landfall/protocol";

function classify(cause: unknown, folder: string): LandfallError {
  const code = systemCode(cause);
  if (code === "ENOSPC" || code === "EDQUOT") return new LandfallError("DISK_FULL", { detail: folder, cause });
  return new LandfallError("DATA_FOLDER_UNWRITABLE", {
    detail: `The station cannot write to ${folder}${code ? ` (${code})` : ""}.`,
    cause,
  });
}

/** Node's own recursive mkdir never returns where the system answers ENOENT below a folder that exists (as /proc does). */
function makeFolder(folder: string): void {
  const parent = path.dirname(folder);
  if (existsSync(folder)) return;
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

/** Makes the folder where there is none, readable by its owner only, and makes sure that it can be written to. */
export function openDataFolder(folder: string): void {
  const probe = path.join(folder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw classify(error, folder);
  }
}

/** That names in a folder are where they are said to be also after a loss of power; a system that cannot say so for folders is left alone. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!/^(EISDIR|EPERM|EACCES|EINVAL|EBADF|ENOTSUP)$/.test(systemCode(error) ?? "")) throw error;
  }
}

/** Replaces a file in one step, which outlives a loss of power; its owner alone may read it. */
export function writePrivateJson(file: string, value: object): void {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(draft, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: "wx", flush: true });
    renameSync(draft, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    rmSync(draft, { force: true });
    throw classify(error, path.dirname(file));
  }
}

/** What the file holds; undefined where there is none, or nothing that can be read. */
export function readPrivateJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
