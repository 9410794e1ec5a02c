/** Writes a proof as a folder of plain files. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "@landfall/protocol";
import { type Proof, type ProofFiles, proofFiles } from "../proof-bundle/files.ts";
import { UsageError } from "./usage-error.ts";

/** Makes the folder; one that holds anything is refused. */
export async function openProofFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new UsageError(`cannot make ${folder}: ${systemCode(cause) ?? cause}`);
  });
  if ((await readdir(folder)).length > 0) throw new UsageError(`--out ${folder} is not empty`);
}

export async function writeProof(folder: string, proof: Proof): Promise<Omit<ProofFiles, "files">> {
  const { files, ...written } = proofFiles(proof);
  for (const name of ["receipts", "keys"]) await mkdir(path.join(folder, name));
  for (const { name, data } of files)
    await writeFile(path.join(folder, ...name.split("/")), data, name === "verify.sh" ? { mode: 0o755 } : {});
  return written;
}
