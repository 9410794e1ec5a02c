/** Writes a proof as a folder of plain files, which has its name, or its `verify.sh`, only when it is whole. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { LandfallError, systemCode } from "@landfall/protocol";
import { syncFolder } from "../data-folder.ts";
import { type Proof, type ProofFiles, proofFiles } from "../proof-bundle/files.ts";
import { UsageError } from "./usage-error.ts";

export interface ProofFolder {
  /** Absolute. */
  readonly path: string;
  /** It is there already, and empty: what is in it comes to it, and not it to its name. */
  readonly isThere: boolean;
}

/** UsageError where the folder holds anything, or is none. */
export async function findProofFolder(folder: string): Promise<ProofFolder> {
  try {
    const names = await readdir(folder);
    if (names.length > 0) throw new UsageError(`--out ${folder} is not empty`);
    return { path: folder, isThere: true };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (systemCode(cause) !== "ENOENT") throw new UsageError(`cannot make ${folder}: ${systemCode(cause) ?? cause}`);
    return { path: folder, isThere: false };
  }
}

/** The last of these says that the proof is whole. */
const script = "verify.sh";

async function writeAll(draft: string, { files }: ProofFiles): Promise<void> {
  for (const folder of [draft, path.join(draft, "receipts"), path.join(draft, "keys")]) await mkdir(folder);
  for (const { name, data } of files)
    await writeFile(path.join(draft, ...name.split("/")), data, {
      flush: true,
      ...(name === script && { mode: 0o755 }),
    });
  for (const folder of ["receipts", "keys", "."]) syncFolder(path.join(draft, folder));
}

/** Written beside, or in, the folder; what is cut short leaves nothing under a name that a person has given. UsageError; DISK_FULL. */
export async function writeProof(folder: ProofFolder, proof: Proof): Promise<Omit<ProofFiles, "files">> {
  const made = proofFiles(proof);
  const part = `${path.basename(folder.path)}.${randomUUID()}.part`;
  const draft = path.join(folder.isThere ? folder.path : path.dirname(folder.path), part);
  try {
    await mkdir(path.dirname(draft), { recursive: true });
    await writeAll(draft, made);
    if (!folder.isThere) await rename(draft, folder.path);
    else {
      const names = (await readdir(draft)).filter((name) => name !== script);
      for (const name of [...names, script]) await rename(path.join(draft, name), path.join(folder.path, name));
    }
    syncFolder(path.dirname(draft));
  } catch (cause) {
    const code = systemCode(cause);
    if (cause instanceof LandfallError) throw cause;
    throw new UsageError(`cannot write ${folder.path}: ${code ?? cause}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const { files: _, ...written } = made;
  return written;
}
